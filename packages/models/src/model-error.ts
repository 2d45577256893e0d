export type ModelErrorCode =
  | 'bad-spec'
  | 'bad-file'
  | 'runtime-missing'
  | 'missing-column'
  | 'wrong-type'
  | 'unreachable'
  | 'timeout'
  | 'not-ready'
  | 'refused'
  | 'failed'
  | 'truncated'
  | 'wrong-shape'
  | 'ended'
  | 'closed'

export interface ModelErrorDetails {
  readonly code: ModelErrorCode
  /** Where it went wrong: a file, an address, a command. */
  readonly place: string
  /** What was expected and what was found. */
  readonly message: string
  /** The next step. */
  readonly hint: string
  /** Seconds that a server asked to wait, where it did. */
  readonly retryAfter?: number | undefined
}

/** A model that cannot be opened or does not answer as it must. The message starts with the place. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly #details: ModelErrorDetails
  readonly code: ModelErrorCode
  readonly place: string
  readonly hint: string
  readonly retryAfter: number | undefined

  constructor(details: ModelErrorDetails) {
    const { code, place, message, hint, retryAfter } = details
    super(`${place}: ${message}`)
    this.#details = details
    this.code = code
    this.place = place
    this.hint = hint
    this.retryAfter = retryAfter
  }

  /** Whether the same call may succeed later, without anybody changing anything. */
  get isPassing(): boolean {
    return ['unreachable', 'timeout', 'not-ready', 'failed', 'truncated'].includes(this.code)
  }

  /** The same error, which says that it was not the first try. */
  afterTries(tries: number): ModelError {
    return new ModelError({ ...this.#details, message: `${this.#details.message} (tried ${tries} times)` })
  }
}
