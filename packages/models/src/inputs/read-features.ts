import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ModelError } from '../model-error.ts'
import { type Features, featuresSchema } from './features-schema.ts'

/**
 * The features of a model from a file or inline.
 *
 * @throws {ModelError} for a file that cannot be read, is not JSON or does not fit the schema, or a preprocessing that
 *   nobody here would do
 */
export async function readFeatures(inputs: string | Features | undefined, directory: string): Promise<Features | null> {
  if (inputs === undefined) return null
  if (typeof inputs !== 'string') return requireFeatures(inputs, 'inputs')
  const text = await readFile(resolve(directory, inputs), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw badFeatures(inputs, `cannot be read (${cause.code ?? cause.message})`)
  })
  return requireFeatures(parse(text, inputs), inputs)
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badFeatures(place, `is not JSON (${(error as Error).message})`)
  }
}

function requireFeatures(value: unknown, place: string): Features {
  const parsed = featuresSchema.safeParse(value)
  if (!parsed.success) throw badFeatures(place, `does not fit: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`)
  const { order, preprocessing = 'none' } = parsed.data
  const twice = order.find((name, i) => order.indexOf(name) !== i)
  if (twice !== undefined) throw badFeatures(place, `names the column ${twice} twice in its order`)
  if (!/^none\b/i.test(preprocessing)) {
    throw new ModelError({
      code: 'bad-spec',
      place,
      message: `asks for preprocessing (“${preprocessing}”), and columns are sent as they are`,
      hint: 'Export the model together with its preprocessing, then state `"preprocessing": "none"`.',
    })
  }
  return parsed.data
}

function badFeatures(place: string, message: string): ModelError {
  return new ModelError({
    code: 'bad-spec',
    place,
    message,
    hint: 'It looks like { "input": "features", "dtype": "float32", "order": ["age", "income"] }.',
  })
}
