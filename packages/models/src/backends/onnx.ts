import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import type * as Runtime from 'onnxruntime-node'
import type { Features } from '../inputs/features-schema.ts'
import { readFeatures } from '../inputs/read-features.ts'
import { requireInputs, type TensorInput, tensorInputs } from '../inputs/tensor-inputs.ts'
import type { Backend } from '../model.ts'
import { ModelError } from '../model-error.ts'
import type { OnnxSpec } from '../model-spec.ts'
import { type Answer, wrongShape } from '../outputs/answer.ts'
import { wantsLabels } from '../outputs/chosen-scores.ts'
import { type DeclaredOutput, describeOutputs, fetchedOutputs } from '../outputs/declared-output.ts'
import { tensorAnswer } from '../outputs/tensor-answer.ts'

/** The runtime's tensor types whose values are numbers, and what the data of an input is in each. */
const numberTypes = new Set(['float32', 'float64', 'int32', 'int64', 'bool'])

/** A model in an ONNX file, run in this process by ONNX Runtime. The runtime is loaded here, and only here. */
export async function openOnnx(spec: OnnxSpec, directory: string): Promise<Backend> {
  const place = spec.onnx
  const features = await readFeatures(spec.inputs, directory)
  const runtime = await loadRuntime(place)
  const session = await openSession(runtime, resolve(directory, spec.onnx), place, spec.threads ?? 1)
  const inputs = planInputs(session, features, place)
  const classes = features?.classes ?? null
  const outputs = declaredOutputs(session)
  const withLabels = wantsLabels({ ...spec, classes: spec.classes ?? classes ?? undefined })
  const { scores, labels } = fetchedOutputs(outputs, spec.output ?? features?.output, withLabels, place)
  const fetched = labels === null ? [scores] : [scores, labels]
  return {
    place,
    inputs: inputs.flatMap(({ columns }) => columns),
    classes,
    concurrency: 1,
    async call(columns) {
      const tensors = tensorInputs(inputs, columns, features ?? {}, place)
      const feeds = Object.fromEntries(
        tensors.map(({ name, type, data, shape }) => [
          name,
          new runtime.Tensor(type as 'float32', data as Float32Array, shape),
        ]),
      )
      const results = await session.run(feeds, fetched).catch((cause: Error) => {
        throw failedRun(place, cause)
      })
      const at = `${place}, output ${scores}`
      return answerOf(results[scores]!, labels === null ? null : results[labels]!, describeOutputs(outputs), at)
    },
    close: () => session.release(),
  }
}

async function loadRuntime(place: string): Promise<typeof Runtime> {
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new ModelError({
      code: 'runtime-missing',
      place,
      message: `ONNX Runtime is needed to run it, and cannot be loaded (${(cause as NodeJS.ErrnoException).code ?? cause})`,
      hint: 'Install it beside Sluice: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node@1.30.0 (for the CPU).',
    })
  }
}

async function openSession(
  runtime: typeof Runtime,
  path: string,
  place: string,
  threads: number,
): Promise<Runtime.InferenceSession> {
  const bad = (message: string, hint: string) => new ModelError({ code: 'bad-file', place, message, hint })
  await access(path).catch((cause: NodeJS.ErrnoException) => {
    throw bad(`cannot be read (${cause.code ?? cause.message})`, 'Paths are relative to the policy.')
  })
  // The runtime writes its errors to standard error too, unless it is told to keep to fatal ones.
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 4 as const }
  return runtime.InferenceSession.create(path, options).catch((cause: Error) => {
    throw bad(
      `is no ONNX file that the runtime takes: ${firstLine(cause.message)}`,
      'Was it copied whole, and not by Git LFS?',
    )
  })
}

/** One tensor of all columns where the features name an order; else one tensor a column, by the names of the inputs. */
function planInputs(session: Runtime.InferenceSession, features: Features | null, place: string): TensorInput[] {
  const declared = session.inputMetadata.map((input) => ({
    name: input.name,
    type: input.isTensor ? String(input.type) : 'no tensor',
    width: input.isTensor && typeof input.shape[1] === 'number' ? input.shape[1] : null,
    axes: input.isTensor ? input.shape.length : 0,
  }))
  return requireInputs(declared, features, place)
}

function declaredOutputs(session: Runtime.InferenceSession): DeclaredOutput[] {
  return session.outputMetadata.map((output) =>
    output.isTensor
      ? { name: output.name, type: String(output.type), shape: output.shape }
      : { name: output.name, type: null, shape: [] },
  )
}

function answerOf(scores: Runtime.Tensor, labels: Runtime.Tensor | null, outputs: string, place: string): Answer {
  if (!numberTypes.has(scores.type)) {
    throw wrongShape(place, `holds ${scores.type}, and scores are numbers; its outputs are ${outputs}`)
  }
  const own = labels === null ? null : Array.from(labels.data as ArrayLike<string | number | bigint>, String)
  return tensorAnswer({ data: scores.data as Float32Array, shape: scores.dims }, own, outputs, place)
}

function failedRun(place: string, cause: Error): ModelError {
  return new ModelError({
    code: 'wrong-shape',
    place,
    message: `the runtime refused the rows: ${firstLine(cause.message)}`,
    hint: 'Does the features file name the columns, their order and their type as the model was exported with?',
  })
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.slice(0, 300)
}
