import { TextIndex, type TextIndexOptions, type Texts } from '../text-similarity/index.ts'
import { type NumberedRows, numberRows } from './numbered-rows.ts'
import type { ComparedFeature, FeatureRows } from './shared-features.ts'

/** Rows of two tables by their texts: rows of one number have the same texts. */
export interface SimilarTexts {
  readonly ours: NumberedRows
  readonly theirs: NumberedRows
  /**
   * Visits the numbers of our rows whose texts are similar to those of a number of their rows.
   *
   * @param visit returns true where our number need not be visited again, by whatever number
   */
  forEachSimilar(theirs: number, visit: (ours: number) => boolean): void
}

/**
 * Looks for similar texts of two tables, of which the first is indexed.
 *
 * @param columns which of the features are texts; where none is, all rows have the same texts
 */
export function similarTexts(
  [ours, theirs]: readonly [FeatureRows, FeatureRows],
  features: readonly ComparedFeature[],
  columns: readonly number[],
  options: TextIndexOptions,
): SimilarTexts {
  const keys = ({ columns: values, rows }: FeatureRows) => ({
    rows,
    keyOf: (row: number) => columns.map((f) => values[f][row]).join(),
  })
  const [own, other] = numberRows([keys(ours), keys(theirs)])
  const numbers = { ours: own, theirs: other }
  if (columns.length === 0) return { ...numbers, forEachSimilar: (number, visit) => void visit(number) }
  const texts = (table: FeatureRows, row: number): Texts =>
    columns.map((f) => {
      const code = table.columns[f][row]
      return Number.isNaN(code) ? null : features[f].labels[code]
    })
  const distinct = own.present
  const index = new TextIndex(
    Array.from(distinct, (number) => texts(ours, own.members(number)[0])),
    options,
  )
  return {
    ...numbers,
    forEachSimilar: (number, visit) =>
      index.forEachSimilar(texts(theirs, other.members(number)[0]), (place) => visit(distinct[place])),
  }
}
