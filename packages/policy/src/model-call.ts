/** How a model is asked for predictions. Paths are relative to `directory`; times are milliseconds. */
export type ModelCall = CallLimits &
  ChosenScores &
  (
    | { readonly kind: 'onnx'; readonly path: string; readonly output: string | null }
    | {
        readonly kind: 'oip'
        readonly url: string
        readonly name: string
        readonly version: string | null
        readonly output: string | null
        readonly headers: Readonly<Record<string, string>>
      }
    | {
        readonly kind: 'mlflow' | 'http'
        readonly url: string
        readonly output?: string
        readonly headers: Readonly<Record<string, string>>
      }
    | { readonly kind: 'command'; readonly command: readonly string[]; readonly output?: string }
  )

/** What is taken of an answer of several columns; absent where the policy does not say. */
export interface ChosenScores {
  /** The class whose score is taken: its name, or its place from 0 on. */
  readonly class?: string | number
  /** The classes in the order of the columns. */
  readonly classes?: readonly string[]
}

export interface CallLimits {
  readonly directory: string
  /** The file that names the input columns in their order. */
  readonly inputs: string | null
  /** The rest is the way of calling's own default where it is `null`. */
  readonly batch: number | null
  readonly timeout: number | null
  readonly retries: number | null
  readonly concurrency: number | null
}

export const callKinds = ['onnx', 'oip', 'mlflow', 'http', 'command'] as const
