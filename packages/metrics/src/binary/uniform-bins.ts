/**
 * Where equal-width bins of probabilities begin: bin b owns the positions `starts[b]` to `starts[b + 1]` of ascending scores,
 * (lo, hi] with edges b/B by correctly rounded division; a score of 0 is in the first bin.
 */
export function uniformStarts(scores: Float64Array, bins: number): Uint32Array {
  const starts = new Uint32Array(bins + 1)
  for (let b = 1; b < bins; b++) starts[b] = countAtMost(scores, b / bins)
  starts[bins] = scores.length
  return starts
}

/** The number of ascending `values` that are at most `limit`. */
export function countAtMost(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low
}
