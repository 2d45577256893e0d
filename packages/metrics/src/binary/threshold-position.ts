/** The first position whose score is at least `threshold`: from there on, rows are predicted positive. */
export function lowerBound(scores: Float64Array, threshold: number): number {
  let from = 0
  let to = scores.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (scores[middle] < threshold) from = middle + 1
    else to = middle
  }
  return from
}
