import { DatasetError } from '../dataset-error.ts'

export type PredicateErrorReason =
  | 'syntax'
  | 'not-one-expression'
  | 'subquery'
  | 'function'
  | 'parameter'
  | 'lambda'
  | 'aggregate'
  | 'type'
  | 'unknown-column'
  | 'construct'

/** Why a predicate is refused. */
export class PredicateError extends DatasetError {
  override readonly name = 'PredicateError'
  readonly reason: PredicateErrorReason
  /** Where in the predicate's text, in UTF-16 units from 0; `null` where the parser does not say. */
  readonly position: number | null
  constructor(options: {
    readonly reason: PredicateErrorReason
    readonly message: string
    readonly position: number | null
    readonly hint?: string | null
    readonly slice?: string | null
    readonly column?: string | null
    readonly nearest?: string | null
  }) {
    super({ ...options, code: 'invalid-predicate' })
    this.reason = options.reason
    this.position = options.position
  }
}
