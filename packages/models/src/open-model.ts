import { openCommand } from './backends/command.ts'
import { openJsonHttp } from './backends/json-http.ts'
import { openMlflow } from './backends/mlflow.ts'
import { openOnnx } from './backends/onnx.ts'
import { openOpenInference } from './backends/open-inference.ts'
import { withDeadline } from './calls/deadline.ts'
import { LatencyRecorder } from './calls/latency.ts'
import { retrying } from './calls/retry.ts'
import { scoreInBatches } from './calls/score-in-batches.ts'
import { chosenColumns } from './inputs/chosen-columns.ts'
import type { Backend, Model } from './model.ts'
import { ModelError } from './model-error.ts'
import { isAddress, type ModelSpec, targetOf } from './model-spec.ts'
import { chosenScores, ownLabelsComplaint } from './outputs/chosen-scores.ts'
import { OwnLabels } from './outputs/own-labels.ts'

export interface OpenOptions {
  /** Where relative paths start. Default: the current folder. */
  readonly directory?: string
  /** Rows of one call at most. Default 1024. A model that scales by its batch (dynamic quantisation) wants 1. */
  readonly batchSize?: number
  /** Calls under way at a time. Default: 4 for servers, else 1. */
  readonly concurrency?: number
  /** Milliseconds that one call may take. Default 30 000. */
  readonly timeout?: number
  /** How often a call that failed for now is made again. Default 4: waits of about 0.5, 1, 2 and 4 seconds. */
  readonly retries?: number
  /** The first wait, in milliseconds. Default 500. */
  readonly firstWait?: number
  /** Calls at the start whose time does not count. Default 1. */
  readonly warmUp?: number
}

/**
 * Opens a model: an ONNX file, a server (Open Inference Protocol, MLflow, JSON of one's own), or a command.
 *
 * @throws {ModelError} for a spec that does not fit, a file that cannot be read, a server that is not there or not ready
 */
export async function openModel(spec: ModelSpec, options: OpenOptions = {}): Promise<Model> {
  const place = requireTarget(spec)
  const { timeout = 30_000, retries = 4, firstWait = 500 } = options
  requireCount('batchSize', options.batchSize, 1)
  requireCount('concurrency', options.concurrency, 1)
  requireCount('retries', options.retries, 0)
  const closing = new AbortController()
  const again = <T>(call: (signal: AbortSignal) => Promise<T>, of: string) =>
    retrying(() => withDeadline(call, { timeout, place: of, closed: closing.signal }), {
      retries,
      firstWait,
      signal: closing.signal,
    })
  const backend = await again((signal) => openBackend(spec, options.directory ?? '.', signal), place)
  return modelOf(backend, spec, again, closing, options)
}

function modelOf(
  backend: Backend,
  spec: ModelSpec,
  again: <T>(call: (signal: AbortSignal) => Promise<T>, of: string) => Promise<T>,
  closing: AbortController,
  { batchSize = 1024, concurrency = backend.concurrency, warmUp = 1 }: OpenOptions,
): Model {
  const { place, inputs } = backend
  const recorder = new LatencyRecorder(warmUp)
  const classes = spec.classes ?? backend.classes
  const choice = { class: spec.class, positive: spec.positive, classes: classes ?? undefined }
  return {
    place,
    inputs,
    classes,
    async score(columns) {
      closing.signal.throwIfAborted()
      const own = new OwnLabels()
      const sent = chosenColumns(columns, inputs && [...new Set(inputs)], place)
      const call = (batch: typeof sent) =>
        again(async (signal) => {
          const started = performance.now()
          const answer = await backend.call(batch, signal)
          recorder.add(performance.now() - started, batch[0]!.values.length)
          return chosenScores(answer, choice, own, place)
        }, place)
      const scores = await scoreInBatches(sent, call, { batchSize, concurrency, place })
      own.require(ownLabelsComplaint(choice, place))
      return scores
    },
    latency: (level = 0.95) => recorder.summary(level),
    async close() {
      if (closing.signal.aborted) return
      closing.abort(closed(place))
      await backend.close()
    },
  }
}

function openBackend(spec: ModelSpec, directory: string, signal: AbortSignal): Promise<Backend> {
  if ('onnx' in spec) return openOnnx(spec, directory)
  if ('oip' in spec) return openOpenInference(spec, directory, signal)
  if ('mlflow' in spec) return openMlflow(spec, directory)
  if ('http' in spec) return openJsonHttp(spec, directory)
  return openCommand(spec, directory)
}

/** @throws {ModelError} unless the spec names one model, by an address where that is a server */
function requireTarget(spec: ModelSpec): string {
  const bad = (place: string, message: string) =>
    new ModelError({
      code: 'bad-spec',
      place,
      message,
      hint: 'Give one of { onnx }, { oip, name }, { mlflow }, { http } and { command }.',
    })
  const target = targetOf(spec)
  if (target === null) throw bad('model', `this does not say where one model is: ${JSON.stringify(spec)}`)
  const { kind, place } = target
  const isServer = kind !== 'onnx' && kind !== 'command'
  if (isServer && !isAddress(place)) throw bad(place, 'an address that starts with http:// or https:// was expected')
  if (place.trim() === '') throw bad('model', `${kind} is empty`)
  return place
}

function requireCount(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return
  throw new RangeError(`${name} is ${value}; give a whole number from ${least}`)
}

function closed(place: string): ModelError {
  return new ModelError({ code: 'closed', place, message: 'the model was closed', hint: 'Open it again.' })
}
