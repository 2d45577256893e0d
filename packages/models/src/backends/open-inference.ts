import { z } from 'zod'
import { request, requestJson, saidError } from '../calls/json-request.ts'
import type { Features } from '../inputs/features-schema.ts'
import { readFeatures } from '../inputs/read-features.ts'
import { type FilledTensor, requireInputs, type TensorInput, tensorInputs } from '../inputs/tensor-inputs.ts'
import type { Backend } from '../model.ts'
import { ModelError } from '../model-error.ts'
import type { OpenInferenceSpec } from '../model-spec.ts'
import { type Answer, wrongShape } from '../outputs/answer.ts'
import { wantsLabels } from '../outputs/chosen-scores.ts'
import {
  type DeclaredOutput,
  describeOutputs,
  type FetchedOutputs,
  fetchedOutputs,
} from '../outputs/declared-output.ts'
import { tensorAnswer } from '../outputs/tensor-answer.ts'

/** The protocol's words for the types of tensors. */
const typeOf: Readonly<Record<string, string>> = {
  FP16: 'float16',
  BF16: 'bfloat16',
  FP32: 'float32',
  FP64: 'float64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  BOOL: 'bool',
  BYTES: 'string',
}
/** In JSON a half is written as any number is; what it cannot hold the server rounds. */
const halves: readonly string[] = ['FP16', 'BF16']

const tensor = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.number()) })
const metadataSchema = z.object({ name: z.string(), inputs: z.array(tensor).min(1), outputs: z.array(tensor).min(1) })
// Tensor data may be flat or nested along its shape; both are allowed by the protocol.
const answerSchema = z.object({
  model_name: z.string().optional(),
  model_version: z.union([z.string(), z.number()]).nullish(),
  outputs: z.array(tensor.extend({ data: z.array(z.unknown()) })),
})

/**
 * A model behind a server of the Open Inference Protocol, version 2, over HTTP with JSON (KServe, Triton, Seldon's MLServer,
 * TorchServe). Whether it is ready and what it takes is asked once, when it is opened.
 */
export async function openOpenInference(
  spec: OpenInferenceSpec,
  directory: string,
  signal: AbortSignal,
): Promise<Backend> {
  const { name, version, headers } = spec
  const base = `${spec.oip.replace(/\/$/, '')}/v2/models/${encodeURIComponent(name)}`
  const model = version === undefined ? base : `${base}/versions/${encodeURIComponent(version)}`
  const features = await readFeatures(spec.inputs, directory)
  await requireReady(`${model}/ready`, headers, signal)
  const metadata = fitting(metadataSchema, await requestJson({ url: model, headers, signal }), model, 'metadata')
  const inputs = planInputs(metadata.inputs, features, model)
  const classes = features?.classes ?? null
  const outputs = metadata.outputs.map(declaredOutput)
  const withLabels = wantsLabels({ ...spec, classes: spec.classes ?? classes ?? undefined })
  const fetched = fetchedOutputs(outputs, spec.output ?? features?.output, withLabels, model)
  const names = fetched.labels === null ? [fetched.scores] : [fetched.scores, fetched.labels]
  const datatypes = new Map(metadata.inputs.map((input) => [input.name, input.datatype]))
  const url = `${model}/infer`
  return {
    place: model,
    inputs: inputs.flatMap(({ columns }) => columns),
    classes,
    concurrency: 4,
    async call(columns, callSignal) {
      const body = {
        inputs: tensorInputs(inputs, columns, features ?? {}, model).map((filled) => requestTensor(filled, datatypes)),
        outputs: names.map((output) => ({ name: output })),
      }
      const answer = await requestJson({ url, body, headers, signal: callSignal })
      requireAsked(answer, spec, url)
      return answerOf(answer, fetched, describeOutputs(outputs), url)
    },
    close: async () => {},
  }
}

/** Only the status counts: servers differ in what the body of `ready` holds. */
async function requireReady(
  url: string,
  headers: Readonly<Record<string, string>> | undefined,
  signal: AbortSignal,
): Promise<void> {
  const response = await request({ url, headers, signal })
  await response.body?.cancel()
  if (response.ok) return
  const isLoading = response.status >= 500
  throw new ModelError({
    code: isLoading ? 'not-ready' : 'refused',
    place: url,
    message: `the model is not ready (${response.status})`,
    hint: isLoading ? 'Wait until it is loaded.' : 'Is the name (and version) of the model right, and is it loaded?',
  })
}

function planInputs(
  declared: readonly z.infer<typeof tensor>[],
  features: Features | null,
  place: string,
): TensorInput[] {
  const inputs = declared.map(({ name, datatype, shape }) => ({
    name,
    type: halves.includes(datatype) ? 'float32' : (typeOf[datatype] ?? datatype),
    width: (shape[1] ?? 1) > 0 ? (shape[1] ?? 1) : null,
    axes: shape.length,
  }))
  return requireInputs(inputs, features, place)
}

/** A tensor as the protocol writes it: flat, row after row. A missing number becomes `null`, since JSON has no NaN. */
function requestTensor({ name, type, data, shape }: FilledTensor, datatypes: ReadonlyMap<string, string>) {
  const values =
    type === 'bool' ? Array.from(data as Uint8Array, Boolean) : Array.from(data as ArrayLike<number>, jsonValue)
  return { name, shape, datatype: datatypes.get(name), data: values }
}

function jsonValue(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

/** An output by the runtime's words for types; of other types of fractions and whole numbers by their own. */
function declaredOutput({ name, datatype, shape }: z.infer<typeof tensor>): DeclaredOutput {
  return { name, type: typeOf[datatype] ?? datatype, shape }
}

/** Scores of another model, or of another version than was asked for, are not the answer; neither is an error under status 200. */
function requireAsked(answer: unknown, { name, version }: OpenInferenceSpec, url: string): void {
  const said = saidError(answer)
  if (said !== null)
    throw new ModelError({
      code: 'refused',
      place: url,
      message: `answered an error in place of scores: ${said}`,
      hint: 'Look at the log of the model server.',
    })
  const { model_name: found, model_version: of } = fitting(answerSchema, answer, url, 'an answer')
  const other = (field: string, expected: string, is: string | number) =>
    new ModelError({
      code: 'refused',
      place: url,
      message: `the answer is of ${field} ${is}, and ${expected} was asked for`,
      hint: 'Does a router stand before the server, or was another model loaded under this name?',
    })
  if (found !== undefined && found !== '' && found !== name) throw other('the model', name, found)
  if (version !== undefined && of != null && of !== '' && String(of) !== version) throw other('version', version, of)
}

function answerOf(answer: unknown, { scores, labels }: FetchedOutputs, declared: string, url: string): Answer {
  const { outputs } = fitting(answerSchema, answer, url, 'an answer')
  const found = (name: string) => {
    const output = outputs.find((candidate) => candidate.name === name)
    if (output !== undefined) return { data: (output.data as unknown[]).flat(Infinity), shape: output.shape }
    const names = outputs.map((candidate) => candidate.name).join(', ') || 'none'
    throw wrongShape(url, `the answer has no output ${name}, but ${names}`)
  }
  const { data, shape } = found(scores)
  const numbers = data.map((value, i) => {
    if (value === null) return Number.NaN
    if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
    throw wrongShape(url, `output ${scores} holds ${JSON.stringify(value)} in place ${i}, and scores are numbers`)
  })
  const own = labels === null ? null : found(labels).data.map(String)
  return tensorAnswer({ data: numbers, shape }, own, declared, `${url}, output ${scores}`)
}

function fitting<T>(schema: z.ZodType<T>, value: unknown, place: string, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ModelError({
    code: 'wrong-shape',
    place,
    message: `${what} of the Open Inference Protocol was expected; ${issue!.path.join('.') || 'it'}: ${issue!.message}`,
    hint: 'Is this a server of version 2 of the protocol?',
  })
}
