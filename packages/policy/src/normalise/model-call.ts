import type * as z from 'zod'
import type { Task } from '../catalogue.ts'
import { type CallLimits, type ChosenScores, callKinds, type ModelCall } from '../model-call.ts'
import { parseQuantity } from '../quantity.ts'
import type { modelCallSchema } from '../schema/model-call-schema.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { directoryOf } from './directory.ts'

type CallFields = z.output<typeof modelCallSchema>
type CallKind = ModelCall['kind']

/** Which ways of calling a field belongs to; the others are common to all. */
const belongs: Readonly<Partial<Record<keyof CallFields, readonly CallKind[]>>> = {
  name: ['oip'],
  version: ['oip'],
  headers: ['oip', 'mlflow', 'http'],
}

/** The way of calling a model that a policy declares; `null` where it is none, which is reported. */
export function normaliseCall(fields: CallFields, node: MapNode, context: Context): ModelCall | null {
  const [kind, second] = callKinds.filter((one) => fields[one] !== undefined)
  const expected = `one of ${callKinds.join(', ')}`
  if (kind === undefined) {
    context.reportMissing(node.place, 'onnx', {
      code: 'missing-field',
      message: 'this does not say how the model is called',
      hint: 'Write { onnx: model.onnx, inputs: features.json }, or oip, mlflow, http or command.',
      expected,
    })
    return null
  }
  if (second !== undefined) {
    context.report(placeAt(node, [second]), {
      code: 'misplaced-field',
      message: `the model is called by '${kind}' and by '${second}'; expected ${expected}`,
      hint: 'Keep one.',
      expected,
    })
    return null
  }
  for (const [field, kinds] of Object.entries(belongs)) {
    if (fields[field as keyof CallFields] === undefined || kinds.includes(kind)) continue
    context.report(placeAt(node, [field]), {
      code: 'misplaced-field',
      message: `'${field}' belongs to ${kinds.join(' and ')}, and this model is called by '${kind}'`,
      hint: `Remove ${field}.`,
    })
  }
  if (kind === 'oip' && fields.name === undefined) {
    context.reportMissing(node.place, 'name', {
      code: 'missing-field',
      message: 'an Open Inference Protocol server holds models by name, and none is given',
      hint: 'Add name: MODEL.',
      expected: 'the name of a model',
    })
    return null
  }
  return { ...limitsOf(fields, node, context), ...chosenOf(fields, node, context), ...targetOf(kind, fields) }
}

/** Tasks whose predictions are one number a row. */
const singleScores: readonly Task[] = ['binary', 'ranking', 'regression']

function chosenOf(fields: CallFields, node: MapNode, context: Context): ChosenScores {
  const { task } = context
  const misplaced = (field: 'class' | 'classes', message: string) =>
    context.report(placeAt(node, [field]), { code: 'misplaced-field', message, hint: `Remove ${field}.` })
  if (fields.class !== undefined && task !== null && !singleScores.includes(task))
    misplaced('class', `'class' takes the score of one class, and a ${task} model is judged by all`)
  if (fields.classes !== undefined && task !== null && task !== 'binary' && task !== 'multiclass')
    misplaced('classes', `'classes' names the classes that a model tells apart, and a ${task} model tells none`)
  const names = fields.classes?.map(String)
  const twice = names?.findIndex((name, i) => names.indexOf(name) !== i) ?? -1
  if (twice !== -1)
    context.report(placeAt(node, ['classes', twice]), {
      code: 'invalid-value',
      message: `the class '${names![twice]}' is named twice`,
      hint: 'Name each class once, in the order of the columns.',
      found: names![twice]!,
    })
  return {
    ...(fields.class !== undefined && {
      class: typeof fields.class === 'boolean' ? String(fields.class) : fields.class,
    }),
    ...(names !== undefined && { classes: names }),
  }
}

function limitsOf(fields: CallFields, node: MapNode, context: Context): CallLimits {
  const place = placeAt(node, ['timeout'])
  const timeout = fields.timeout === undefined ? null : parseQuantity(fields.timeout, 'milliseconds')
  if (fields.timeout !== undefined && (timeout === null || timeout <= 0))
    context.report(place, {
      code: 'invalid-value',
      message: `expected a time such as 10s or 500ms, found ${fields.timeout}`,
      expected: 'a time such as 10s',
      found: fields.timeout,
    })
  return {
    directory: directoryOf(node.place.file),
    inputs: fields.inputs ?? null,
    batch: fields.batch ?? null,
    timeout,
    retries: fields.retries ?? null,
    concurrency: fields.concurrency ?? null,
  }
}

function targetOf(kind: CallKind, fields: CallFields) {
  const headers = fields.headers ?? {}
  const output = fields.output === undefined ? {} : { output: fields.output }
  switch (kind) {
    case 'onnx':
      return { kind, path: fields.onnx!, output: fields.output ?? null }
    case 'oip':
      return {
        kind,
        url: fields.oip!,
        name: fields.name!,
        version: fields.version ?? null,
        output: fields.output ?? null,
        headers,
      }
    case 'mlflow':
      return { kind, url: fields.mlflow!, ...output, headers }
    case 'http':
      return { kind, url: fields.http!, ...output, headers }
    case 'command':
      return {
        kind,
        ...output,
        command: typeof fields.command === 'string' ? fields.command.split(/\s+/) : fields.command!,
      }
  }
}
