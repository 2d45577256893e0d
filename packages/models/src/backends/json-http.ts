import { requestJson } from '../calls/json-request.ts'
import { chosenColumns } from '../inputs/chosen-columns.ts'
import { jsonRows } from '../inputs/json-rows.ts'
import { readFeatures } from '../inputs/read-features.ts'
import type { Backend } from '../model.ts'
import type { HttpSpec } from '../model-spec.ts'
import { wrongShape } from '../outputs/answer.ts'
import { jsonAnswer } from '../outputs/json-answer.ts'

/** A model behind an address of one's own making: rows as JSON in one field, scores in another. */
export async function openJsonHttp(spec: HttpSpec, directory: string): Promise<Backend> {
  const { http: url, format = 'records', rows = 'rows', scores, output, headers } = spec
  const features = await readFeatures(spec.inputs, directory)
  const inputs = features?.order ?? null
  return {
    place: url,
    inputs,
    classes: features?.classes ?? null,
    concurrency: 4,
    async call(columns, signal) {
      const sent = jsonRows(chosenColumns(columns, inputs, url), format)
      const answer = await requestJson({ url, body: rows === '' ? sent : { [rows]: sent }, headers, signal })
      return jsonAnswer(scores === undefined ? predictionsIn(answer) : valueAt(answer, scores, url), output, url)
    },
    close: async () => {},
  }
}

/** What is called `predictions`, or all of an answer without. */
function predictionsIn(answer: unknown): unknown {
  const hasSome = answer !== null && typeof answer === 'object' && Object.hasOwn(answer, 'predictions')
  return hasSome ? (answer as { readonly predictions: unknown }).predictions : answer
}

/** The value under a path of field names with points between. */
function valueAt(answer: unknown, path: string, place: string): unknown {
  let value = answer
  for (const field of path === '' ? [] : path.split('.')) {
    const fields = value !== null && typeof value === 'object' ? Object.keys(value) : []
    if (!fields.includes(field)) {
      throw wrongShape(
        place,
        `the answer has no ${path}; where ${field} was expected there is ${fields.join(', ') || 'none'}`,
      )
    }
    value = (value as Record<string, unknown>)[field]
  }
  return value
}
