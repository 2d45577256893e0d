/** Equal parts of the range of scores, each of which is cut into equal buckets, more of them where scores are dense. */
const CELLS = 1024

/** Scores that are looked at to tell where they are dense. */
const SAMPLED = 16_384

/** Runs of the number line that ascend with the score and hold about equally many rows. */
export interface ScoreBuckets {
  readonly count: number
  /** The cell of a score is the whole part of `(score − least) · scale`, kept within 0 to `CELLS`. */
  readonly least: number
  readonly scale: number
  /** The first bucket of each cell, and how many it has; the last cell is for the highest scores. */
  readonly first: Int32Array
  readonly size: Float64Array
}

/** About `count` buckets for finite scores in any order; whatever the scores, equal ones share a bucket. */
export function scoreBuckets(scores: Float64Array, count: number): ScoreBuckets {
  const stride = Math.max(1, Math.floor(scores.length / SAMPLED))
  const sampled = Float64Array.from({ length: Math.floor(scores.length / stride) }, (_, i) => scores[i * stride])
  sampled.sort()
  const least = sampled[0]
  const range = sampled[sampled.length - 1] - least
  const scale = range > 0 ? CELLS / range : 0
  const size = new Float64Array(CELLS + 1).fill(1)
  for (const score of sampled) {
    const cell = Math.floor((score - least) * scale)
    if (cell < CELLS) size[cell] += count / sampled.length
  }
  const first = new Int32Array(CELLS + 1)
  for (let cell = 0; cell < CELLS; cell++) {
    size[cell] = Math.round(size[cell])
    first[cell + 1] = first[cell] + size[cell]
  }
  return { count: first[CELLS] + 1, least, scale: Number.isFinite(scale) ? scale : 0, first, size }
}

/**
 * Counts rows by bucket and label, entry `2 · bucket + label`, and writes that entry's number into `codes`.
 *
 * Taking off the whole part is exact and rounding is monotone: a higher score is never in a lower bucket.
 *
 * @returns whether all rows are fit for it: scores in [0, 1], labels 0 or 1
 */
export function countRows(
  scores: Float64Array,
  labels: Uint8Array,
  { least, scale, first, size }: ScoreBuckets,
  codes: Uint32Array,
  counts: Uint32Array,
  from: number,
  to: number,
): boolean {
  for (let row = from; row < to; row++) {
    const score = scores[row]
    const label = labels[row]
    if (!(score >= 0 && score <= 1) || label > 1) return false
    const place = (score - least) * scale
    const at = place > 0 ? (place < CELLS ? place : CELLS) : 0
    const cell = at | 0
    const code = ((first[cell] + (((at - cell) * size[cell]) | 0)) << 1) | label
    codes[row] = code
    counts[code]++
  }
  return true
}
