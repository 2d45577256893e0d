/** How a model is asked for predictions. Paths are relative to `directory`; times are milliseconds. */
export type ModelCall = CallLimits &
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
    | { readonly kind: 'mlflow'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
    | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
    | { readonly kind: 'command'; readonly command: readonly string[] }
  )

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
