import type { ModelError } from '../model-error.ts'
import type { Answer } from './answer.ts'

/** Rows that must have been seen: a classifier may now and then decide against its own probabilities. */
const enough = 10

/**
 * Whether columns are what they are taken for, by the labels that a model puts beside its probabilities: the class that it
 * decides for is nearly always that of the highest one. Counts over all batches of a model.
 */
export class OwnLabels {
  #rows = 0
  #against = 0

  /**
   * @param isOf whether a label is that of a column
   * @throws {ModelError} what `complaint` says of a row, once more labels speak against the columns than for them
   */
  check(
    { labels, values, columns }: Answer,
    isOf: (label: string, column: number) => boolean,
    complaint: (label: string, column: number) => ModelError,
  ): void {
    let worst: readonly [string, number] | null = null
    labels?.forEach((label, row) => {
      const column = highest(values.subarray(row * columns, (row + 1) * columns))
      if (column === null) return
      this.#rows++
      if (isOf(label, column)) return
      this.#against++
      worst ??= [label, column]
    })
    if (worst !== null && this.#rows >= enough && this.#against > this.#rows / 2)
      throw complaint(...(worst as [string, number]))
  }
}

/** The place of the highest number; `null` where two are, or one is missing. */
function highest(row: Float64Array): number | null {
  const most = Math.max(...row)
  const first = row.indexOf(most)
  return first === -1 || first !== row.lastIndexOf(most) ? null : first
}
