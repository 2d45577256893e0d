import type { Features } from './inputs/features-schema.ts'
import type { ClassChoice } from './outputs/chosen-scores.ts'

interface Common extends ClassChoice {
  /** Which columns the model takes and how: a JSON file (`features.json`), or the same inline. */
  readonly inputs?: string | Features
  /**
   * Which output holds the scores, where there are several: a tensor; of JSON, a field of the answer or of each of its
   * entries. Default: the only one, or the only tensor of fractions.
   */
  readonly output?: string
}

interface Server {
  /** Sent with every request, a token say. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface OnnxSpec extends Common {
  /** An ONNX file, run in this process. */
  readonly onnx: string
  /** Threads of one call. Default 1. */
  readonly threads?: number
}

export interface OpenInferenceSpec extends Common, Server {
  /** The address of a server of the Open Inference Protocol, version 2. */
  readonly oip: string
  /** The name of the model there. */
  readonly name: string
  readonly version?: string
}

export interface MlflowSpec extends Common, Server {
  /** The address of an MLflow model's server; rows go to its `/invocations`. */
  readonly mlflow: string
}

export interface HttpSpec extends Common, Server {
  /** An address that takes rows as JSON. */
  readonly http: string
  /** One object a row (default), one list a column, or `{ columns, data }`. */
  readonly format?: 'records' | 'columns' | 'split'
  /** The field that holds the rows; `''` for the body itself. Default `rows`. */
  readonly rows?: string
  /**
   * The path of the scores in the answer, field names with points between; `''` for all of it. Default `predictions`; where
   * the answer has none, all of it.
   */
  readonly scores?: string
}

export interface CommandSpec extends Common {
  /** A program that reads one row a line as JSON and writes one score (or list, or object) a line. A text is split at its spaces. */
  readonly command: string | readonly string[]
}

/** Where a model is and how to ask it. Relative paths start from `OpenOptions.directory`. */
export type ModelSpec = OnnxSpec | OpenInferenceSpec | MlflowSpec | HttpSpec | CommandSpec

/** The field that says what kind of model it is, and its value as text. */
export function targetOf(spec: ModelSpec): { readonly kind: string; readonly place: string } | null {
  const fields = Object.entries(spec).filter(([name]) => ['onnx', 'oip', 'mlflow', 'http', 'command'].includes(name))
  const [target] = fields
  if (target === undefined || fields.length > 1) return null
  const [kind, value] = target
  return { kind, place: Array.isArray(value) ? value.join(' ') : String(value) }
}

/** Whether a text is the address of a server. */
export function isAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
