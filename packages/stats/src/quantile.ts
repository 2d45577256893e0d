/** The nine definitions of Hyndman & Fan (1996), as R numbers them. 7 is the default of R, NumPy and most tools. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/**
 * The sample quantile.
 *
 * @param values in any order; not changed. Infinite values are ordered like others
 * @param probability from 0 to 1
 * @returns `null` for an empty array
 * @throws {RangeError} for a NaN among the values, or a probability outside [0, 1]
 */
export function quantile(values: ArrayLike<number>, probability: number, type: QuantileType = 7): number | null {
  return quantiles(values, [probability], type)?.[0] ?? null
}

/** Several sample quantiles with one sort: see {@link quantile}. */
export function quantiles(
  values: ArrayLike<number>,
  probabilities: readonly number[],
  type: QuantileType = 7,
): number[] | null {
  const sorted = ascending(values)
  return sorted.length === 0 ? null : probabilities.map((p) => sortedQuantile(sorted, p, type))
}

/**
 * The quantile of values that are in ascending order already.
 *
 * @param sorted at least one value, ascending; not checked
 * @throws {RangeError} for a probability outside [0, 1]
 */
export function sortedQuantile(sorted: ArrayLike<number>, probability: number, type: QuantileType = 7): number {
  requireProbability(probability)
  const n = sorted.length
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 1), n) - 1]!
  const position = plottingPosition(type, n, probability)
  // Positions that are whole but for rounding are meant to be whole (R's fuzz).
  const whole = Math.floor(position + 4 * Number.EPSILON)
  const fraction = Math.abs(position - whole) < 4 * Number.EPSILON ? 0 : position - whole
  const weight = interpolation(type, whole, fraction)
  const low = at(whole)
  const high = at(whole + 1)
  return weight === 0 || low === high ? low : weight === 1 ? high : low + weight * (high - low)
}

/** The 1-based position among the order statistics, n·p + m. */
function plottingPosition(type: QuantileType, n: number, p: number): number {
  switch (type) {
    case 1:
    case 2:
    case 4:
      return n * p
    case 3:
      return n * p - 0.5
    case 5:
      return n * p + 0.5
    case 6:
      return (n + 1) * p
    case 7:
      return (n - 1) * p + 1
    case 8:
      return (n + 1 / 3) * p + 1 / 3
    case 9:
      return (n + 1 / 4) * p + 3 / 8
  }
}

/** How much of the next order statistic is mixed in. */
function interpolation(type: QuantileType, whole: number, fraction: number): number {
  switch (type) {
    case 1:
      return fraction > 0 ? 1 : 0
    case 2:
      return fraction > 0 ? 1 : 0.5
    case 3:
      return fraction > 0 || whole % 2 !== 0 ? 1 : 0
    default:
      return fraction
  }
}

/**
 * The weighted quantile: the least value at which the weight up to it reaches `probability` of all (the inverse of the
 * weighted distribution function, NumPy's `inverted_cdf`; type 1 under equal weights). Never interpolates.
 *
 * @param weights one a value, finite and ≥ 0; values of weight 0 are ignored
 * @returns `null` where no value has weight
 * @throws {RangeError} for a NaN value, a negative or infinite weight, different lengths or a probability outside [0, 1]
 */
export function weightedQuantile(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  probability: number,
): number | null {
  requireProbability(probability)
  if (values.length !== weights.length) {
    throw new RangeError(`${values.length} values with ${weights.length} weights; give one weight a value`)
  }
  const rows: number[] = []
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i]!
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`The weight of value ${i} is ${weight}; weights are finite and not negative`)
    }
    if (Number.isNaN(values[i]!)) throw new RangeError(`Value ${i} is NaN; drop missing values before a quantile`)
    if (weight > 0) rows.push(i)
    total += weight
  }
  rows.sort((a, b) => values[a]! - values[b]! || a - b)
  const target = probability * total * (1 - 4 * Number.EPSILON)
  let reached = 0
  for (const row of rows) {
    reached += weights[row]!
    if (reached >= target) return values[row]!
  }
  return rows.length === 0 ? null : values[rows[rows.length - 1]!]!
}

function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort()
  // A typed array sorts NaN to the end.
  if (sorted.length > 0 && Number.isNaN(sorted[sorted.length - 1]!)) {
    throw new RangeError('A value is NaN; drop missing values before a quantile')
  }
  return sorted
}

function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`The probability of a quantile is ${p}; give a number from 0 to 1`)
}
