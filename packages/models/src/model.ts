import type { Columns, Scores } from '@sluice/robustness'
import type { LatencySummary } from './calls/latency.ts'
import type { Answer } from './outputs/answer.ts'

/** A model that can be asked. */
export interface Model {
  /** What it is called in messages: a file, an address, a command. */
  readonly place: string
  /** The columns that it reads; `null` where it takes whatever it is given. */
  readonly inputs: readonly string[] | null
  /** The classes that its scores are of, in their order; `null` where nothing named them before it was asked. */
  readonly classes: readonly string[] | null
  /**
   * One score a row, or one a class, in the order of the rows. Rows go out in batches, several at a time; a batch that fails
   * for now is sent again. Columns that the model does not read are not sent.
   *
   * @throws {ModelError} naming the columns that are missing or of the wrong type; where the model cannot be reached, does
   *   not answer in time, refuses, or answers with another number of rows. Then no rows are returned at all
   */
  score(columns: Columns): Promise<Scores>
  /** How long the calls so far took, without the first ones, which warm the model up. */
  latency(level?: number): LatencySummary
  /** Ends what was started. Calls that are under way fail; closing twice is closing once. */
  close(): Promise<void>
}

/** What a backend gives to `openModel`: one call, without batches, retries, clocks or a choice among what is answered. */
export interface Backend {
  readonly place: string
  readonly inputs: readonly string[] | null
  /** The classes that its features file names. */
  readonly classes: readonly string[] | null
  /** Calls at a time that it bears, where the caller does not say. */
  readonly concurrency: number
  /** Asks for at most a batch of rows. Aborted by `signal` when it takes too long or the model is closed. */
  call(columns: Columns, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}
