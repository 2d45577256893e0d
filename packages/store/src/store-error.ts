/** What went wrong, as a word that programs read. */
export type StoreErrorCode = 'unavailable' | 'not_found' | 'conflict' | 'invalid_cursor' | 'storage_full' | 'locked'

/** A problem that the caller or an operator can act on; the message says what was found and the next step. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
