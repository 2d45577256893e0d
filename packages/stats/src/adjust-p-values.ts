export type Correction = 'holm' | 'hochberg' | 'hommel' | 'bonferroni' | 'bh' | 'by' | 'none'

/**
 * Adjusts the p-values of a family: an adjusted value ≤ α rejects at family level α.
 *
 * - Family-wise error: `bonferroni`; `holm` (uniformly stronger, any dependence; the default of gates); `hochberg` and
 *   `hommel` (stronger still, valid for independent or positively dependent tests).
 * - False discovery rate: `bh` (independent or positively dependent), `by` (any dependence).
 *
 * Ties get the same adjusted value; the order of the input is kept; adjusted values never cross and never fall below
 * the raw ones. Agrees with R's `p.adjust` and statsmodels' `multipletests`.
 *
 * @param pValues each in [0, 1]; values that do not exist are no members of the family: leave them out
 * @throws {RangeError} for a p-value outside [0, 1] or NaN, naming its position
 */
export function adjustPValues(pValues: ArrayLike<number>, method: Correction): number[] {
  const p = Array.from(pValues)
  p.forEach((value, i) => {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(
        `p-value ${i} is ${value}; a family holds numbers from 0 to 1: leave out what was not tested`,
      )
    }
  })
  const ascending = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]! || a - b)
  const sorted = ascending.map((i) => p[i]!)
  const adjusted = METHODS[method](sorted)
  const result = new Array<number>(p.length)
  ascending.forEach((original, rank) => {
    result[original] = Math.min(1, adjusted[rank]!)
  })
  return result
}

const METHODS: Readonly<Record<Correction, (ascending: readonly number[]) => number[]>> = {
  none: (p) => [...p],
  bonferroni: (p) => p.map((value) => value * p.length),
  holm: (p) => stepDown(p.map((value, i) => value * (p.length - i))),
  hochberg: (p) => stepUp(p.map((value, i) => value * (p.length - i))),
  bh: (p) => stepUp(p.map((value, i) => (value * p.length) / (i + 1))),
  by: (p) => {
    const harmonic = p.reduce((total, _, i) => total + 1 / (i + 1), 0)
    return stepUp(p.map((value, i) => (value * p.length * harmonic) / (i + 1)))
  },
  hommel,
}

/** The running maximum: a later hypothesis falls only after all before it. */
function stepDown(values: readonly number[]): number[] {
  let highest = 0
  return values.map((value) => {
    highest = Math.max(highest, value)
    return highest
  })
}

/** The running minimum from the end: an earlier hypothesis falls with any after it. */
function stepUp(values: readonly number[]): number[] {
  let lowest = Number.POSITIVE_INFINITY
  return values
    .map((_, i) => values[values.length - 1 - i]!)
    .map((value) => {
      lowest = Math.min(lowest, value)
      return lowest
    })
    .reverse()
}

/** Hommel (1988): Simes's test in every intersection, in the O(n²) form of Wright (1992). */
function hommel(p: readonly number[]): number[] {
  const n = p.length
  const adjusted = p.map(() => Math.min(...p.map((value, i) => (n * value) / (i + 1))))
  for (let m = n - 1; m > 1; m--) {
    const first = n - m + 1
    let simes = Number.POSITIVE_INFINITY
    for (let k = 2; k <= m; k++) simes = Math.min(simes, (m * p[n - m + k - 1]!) / k)
    for (let i = 0; i < n; i++) {
      adjusted[i] = Math.max(adjusted[i]!, Math.min(simes, m * p[Math.min(i, first - 1)]!))
    }
  }
  return adjusted.map((value, i) => Math.max(value, p[i]!))
}
