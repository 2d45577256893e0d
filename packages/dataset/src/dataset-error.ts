/** Stable names of everything that can be wrong with a table or with what is asked of it. */
export type DatasetErrorCode =
  | 'missing-file'
  | 'no-match'
  | 'not-a-file'
  | 'empty-file'
  | 'empty-table'
  | 'truncated-file'
  | 'ragged-rows'
  | 'unreadable-file'
  | 'unsupported-format'
  | 'remote-input'
  | 'files-differ'
  | 'changed-while-reading'
  | 'duplicate-column'
  | 'missing-column'
  | 'not-numeric'
  | 'not-a-timestamp'
  | 'unsupported-type'
  | 'too-many-categories'
  | 'invalid-slice'
  | 'invalid-predicate'
  | 'no-overlap'
  | 'out-of-memory'

export interface DatasetErrorOptions {
  readonly code: DatasetErrorCode
  /** The file (or the files as they were asked for) it is about; `null` where no file is involved. */
  readonly path?: string | null
  /** One sentence: what was found and what was expected. */
  readonly message: string
  /** The next step, in the imperative. */
  readonly hint?: string | null
  /** The column it is about. */
  readonly column?: string | null
  /** The name that was most probably meant. */
  readonly nearest?: string | null
  /** The slice definition it is about. */
  readonly slice?: string | null
  /** Line of a text file, counted from 1. */
  readonly line?: number | null
}

/** What a reader throws: never an engine's own message or stack. Exit code 2 on the command line. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError'
  readonly code: DatasetErrorCode
  readonly path: string | null
  readonly hint: string | null
  readonly column: string | null
  readonly nearest: string | null
  readonly slice: string | null
  readonly line: number | null
  constructor(options: DatasetErrorOptions) {
    super(options.message)
    this.code = options.code
    this.path = options.path ?? null
    this.hint = options.hint ?? null
    this.column = options.column ?? null
    this.nearest = options.nearest ?? null
    this.slice = options.slice ?? null
    this.line = options.line ?? null
  }
}
