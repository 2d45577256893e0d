import type { ModelError } from '../model-error.ts'
import type { Answer } from './answer.ts'

/** Rows in which a column must be the highest before anything is concluded from them. */
const enough = 10
/** A classifier may decide against its own probabilities, so a few labels may speak for a column by chance. */
const byChance = 0.1

/** The rows in which a column is the highest. */
interface Votes {
  rows: number
  for: number
  /** The first by the alphabet of the labels that speak against it, which the order of batches does not change. */
  against: string | null
}

/**
 * Whether columns are what they are taken for, by the labels that a model puts beside its probabilities: the class that it
 * decides for is nearly always that of the highest one. Counts over all batches of some rows, in whatever order they come.
 */
export class OwnLabels {
  readonly #votes = new Map<number, Votes>()

  /** @param isOf whether a label is that of a column */
  count({ labels, values, columns }: Answer, isOf: (label: string, column: number) => boolean): void {
    labels?.forEach((label, row) => {
      const column = highest(values.subarray(row * columns, (row + 1) * columns))
      if (column === null) return
      const votes = this.#votes.get(column) ?? { rows: 0, for: 0, against: null }
      this.#votes.set(column, votes)
      votes.rows++
      if (isOf(label, column)) votes.for++
      else if (votes.against === null || label < votes.against) votes.against = label
    })
  }

  /** @throws {ModelError} the complaint of the first column that is never, but by chance, what it is taken for */
  require(complaint: (label: string, column: number) => ModelError): void {
    for (const [column, votes] of [...this.#votes].sort(([a], [b]) => a - b)) {
      if (votes.against !== null && votes.rows >= enough && votes.for < byChance * votes.rows)
        throw complaint(votes.against, column)
    }
  }
}

/** The place of the highest number; `null` where two are, or one is missing. */
function highest(row: Float64Array): number | null {
  const most = Math.max(...row)
  const first = row.indexOf(most)
  return first === -1 || first !== row.lastIndexOf(most) ? null : first
}
