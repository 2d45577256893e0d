import { stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { hashInputs, type InputFile } from '@sluice/dataset'
import type { Model, ModelSpec, OpenOptions } from '@sluice/models'
import type { ModelCall, ModelDefinition } from '@sluice/policy'
import { inputError } from '../measure/input-error.ts'

/** A model that says how it is asked. */
export type CalledDefinition = ModelDefinition & { readonly call: ModelCall }

/** What is wanted of a model's answers. */
export interface WantedScores {
  /** The spellings of the positive class, where one score is wanted and the call names no class. */
  readonly positive?: readonly string[]
  /** `false` where only its time counts: it is asked for no more than it is asked for in use. */
  readonly checkLabels?: boolean
}

/**
 * What `openModel` is given for the call that a policy declares.
 */
export function callSpec(
  call: ModelCall,
  wanted: WantedScores = {},
): { readonly spec: ModelSpec; readonly options: OpenOptions } {
  const { directory, batch, timeout, retries, concurrency } = call
  return {
    spec: { ...specOf(call), ...choiceOf(call), ...wanted },
    options: {
      directory,
      ...(batch !== null && { batchSize: batch }),
      ...(timeout !== null && { timeout }),
      ...(retries !== null && { retries }),
      ...(concurrency !== null && { concurrency }),
    },
  }
}

function choiceOf({ class: named, classes }: ModelCall) {
  return { ...(named !== undefined && { class: named }), ...(classes !== undefined && { classes }) }
}

function specOf(call: ModelCall): ModelSpec {
  const inputs = {
    ...(call.inputs !== null && { inputs: call.inputs }),
    ...(call.output != null && { output: call.output }),
  }
  switch (call.kind) {
    case 'onnx':
      return { onnx: call.path, ...inputs }
    case 'oip':
      return {
        oip: call.url,
        name: call.name,
        ...inputs,
        ...(call.version !== null && { version: call.version }),
        headers: fromEnvironment(call.headers),
      }
    case 'mlflow':
      return { mlflow: call.url, ...inputs, headers: fromEnvironment(call.headers) }
    case 'http':
      return { http: call.url, ...inputs, headers: fromEnvironment(call.headers) }
    case 'command':
      return { command: [...call.command], ...inputs }
  }
}

/** `$NAME` stands for a value of the environment, so that a policy holds no secret; one that is not set is sent empty. */
function fromEnvironment(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.replaceAll(/\$([A-Za-z_]\w*)/g, (_, variable: string) => process.env[variable] ?? ''),
    ]),
  )
}

/**
 * Opens a model as its policy says. The package that asks models is loaded here, and only where a policy needs it.
 *
 * @throws PolicyError at the model's line where it cannot be opened
 */
export async function openCalledModel(model: CalledDefinition, wanted: WantedScores = {}): Promise<Model> {
  const { openModel } = await import('@sluice/models')
  const { spec, options } = callSpec(model.call, wanted)
  return atModelLine(model, () => openModel(spec, options))
}

/** Runs a step that asks a model, and says what is wrong with it at the policy's line that names it. */
export async function atModelLine<T>(model: ModelDefinition, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ModelError') throw error
    const { code, message, hint } = error as Error & { readonly code: string; readonly hint: string }
    throw modelFault(model, { code: `model-${code}`, message: `model '${model.name}': ${message}`, hint })
  }
}

/** What is wrong with a model, said at its line. */
export function modelFault(
  { name, location }: ModelDefinition,
  fault: { readonly code: string; readonly message: string; readonly hint: string },
) {
  return inputError({ ...fault, location, path: `models.${name}.call` })
}

/** The files that a model is made of, with what tells whether they are the same: empty for a server or a command. */
export async function filesOf({ call }: CalledDefinition): Promise<InputFile[]> {
  const names = [...(call.kind === 'onnx' ? [call.path] : []), ...(call.inputs === null ? [] : [call.inputs])]
  const located = await Promise.all(
    names.map(async (name) => {
      const path = resolve(call.directory, name)
      const { size, mtimeMs } = await stat(path)
      return { path, bytes: size, modified: mtimeMs }
    }),
  )
  const hashed = await hashInputs(located)
  return hashed.map((file) => ({ ...file, path: relative(resolve(call.directory), file.path).split(sep).join('/') }))
}
