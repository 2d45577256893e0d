/** A value known to lie between two bounds. */
export interface Bounds {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** Weight of each class in each bin, ascending by score. */
export interface ClassCounts {
  readonly positives: Float64Array
  readonly negatives: Float64Array
}

/**
 * Bounds of the ROC AUC: pairs within one bin may be ordered either way, and count half in `value`. `null` with one
 * class.
 */
export function aucBounds({ positives, negatives }: ClassCounts): Bounds | null {
  const pairs = total(positives) * total(negatives)
  if (pairs === 0) return null
  let below = 0
  let ordered = 0
  let open = 0
  for (let bin = 0; bin < positives.length; bin++) {
    ordered += positives[bin] * below
    open += positives[bin] * negatives[bin]
    below += negatives[bin]
  }
  return { value: (ordered + open / 2) / pairs, lower: ordered / pairs, upper: Math.min(1, (ordered + open) / pairs) }
}

/** Bounds of the Kolmogorov–Smirnov statistic: what it is at the bins' edges, and what it can reach inside. */
export function ksBounds({ positives, negatives }: ClassCounts): Bounds | null {
  const allPositives = total(positives)
  const allNegatives = total(negatives)
  if (allPositives === 0 || allNegatives === 0) return null
  let p = 0
  let q = 0
  let lower = 0
  let upper = 0
  for (let bin = 0; bin < positives.length; bin++) {
    const dp = positives[bin] / allPositives
    const dq = negatives[bin] / allNegatives
    upper = Math.max(upper, Math.abs(p + dp - q), Math.abs(q + dq - p))
    p += dp
    q += dq
    lower = Math.max(lower, Math.abs(p - q))
  }
  return { value: lower, lower, upper: Math.min(1, Math.max(lower, upper)) }
}

/**
 * Bounds of average precision. A bin contributes most where its positives come first and tied, least where its
 * negatives come first and its positives one by one in ever smaller steps; `value` mixes both classes evenly.
 */
export function averagePrecisionBounds({ positives, negatives }: ClassCounts): Bounds | null {
  const all = total(positives)
  if (all === 0) return null
  let positivesAbove = 0
  let above = 0
  let value = 0
  let lower = 0
  let upper = 0
  for (let bin = positives.length - 1; bin >= 0; bin--) {
    const p = positives[bin]
    const q = negatives[bin]
    if (p > 0) {
      const most = (p * (positivesAbove + p)) / (above + p)
      const least = Math.min(most, meanRatio(positivesAbove, above + q, p, p) * p)
      upper += most
      lower += least
      value += Math.min(most, Math.max(least, meanRatio(positivesAbove, above, p, p + q) * p))
    }
    positivesAbove += p
    above += p + q
  }
  return { value: value / all, lower: lower / all, upper: Math.min(1, upper / all) }
}

/** ∫₀¹ (a + p u) / (g + d u) du. */
function meanRatio(a: number, g: number, p: number, d: number): number {
  if (g === 0) return p / d
  const x = d / g
  if (x < 1e-4) {
    const first = a / g
    return first + ((p - first * d) / g) * (1 / 2 - x / 3 + (x * x) / 4)
  }
  return p / d + ((a - (p * g) / d) * Math.log1p(x)) / d
}

function total(counts: Float64Array): number {
  let sum = 0
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin]
  return sum
}
