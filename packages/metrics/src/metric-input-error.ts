/** What is wrong with the columns or options that a metric was given; programs branch on it, people read the message. */
export type MetricInputCode =
  | 'nan_score'
  | 'score_outside_unit_interval'
  | 'infinite_score'
  | 'invalid_label'
  | 'invalid_weight'
  | 'length_mismatch'
  | 'rows_missing'
  | 'rows_unmatched'
  | 'invalid_option'
  | 'incompatible_histogram'
  | 'nan_label'
  | 'infinite_label'
  | 'row_sum'
  | 'negative_relevance'
  | 'outside_domain'

/** Thrown for input that no metric can be computed from. Samples that are merely degenerate never throw. */
export class MetricInputError extends Error {
  override readonly name = 'MetricInputError'
  readonly code: MetricInputCode
  /** The first offending row of the table, counted from 0; `null` where the fault is not in one row. */
  readonly row: number | null
  /** How many rows offend; 0 where the fault is not in rows. */
  readonly count: number

  constructor(code: MetricInputCode, message: string, at: { row?: number; count?: number } = {}) {
    super(message)
    this.code = code
    this.row = at.row ?? null
    this.count = at.count ?? 0
  }

  /** The message for people who read a table: its first row is row 1, where arrays count from 0. */
  get tableMessage(): string {
    const { row, message } = this
    if (row === null) return message
    return message.replace(new RegExp(`\\b(row|document|unit|position) ${row}\\b`), `$1 ${row + 1}`)
  }
}
