/** Beyond this many lattice points the limiting distribution serves. */
const exactPoints = 2e6

/**
 * The two-sided p-value of a two-sample Kolmogorov–Smirnov statistic, for samples of m and k rows.
 *
 * Exact (the probability that a random lattice path leaves the band, ties ignored, as scipy's `ks_2samp` has it) while
 * m·k ≤ 2·10⁶, else from Kolmogorov's limit with Stephens' correction.
 *
 * @param statistic from 0 to 1, a multiple of 1/(m·k)
 */
export function kolmogorovPValue(statistic: number, m: number, k: number): number {
  if (statistic <= 0) return 1
  return m * k <= exactPoints ? pathProbability(Math.round(statistic * m * k), m, k) : limitProbability(statistic, m, k)
}

/** P(max |i·k − j·m| ≥ bound) over paths from (0, 0) to (m, k), every path as likely as any other. */
function pathProbability(bound: number, m: number, k: number): number {
  const left = new Float64Array(k + 1)
  for (let j = 0; j <= k; j++) left[j] = j * m >= bound ? 1 : 0
  for (let i = 1; i <= m; i++) {
    left[0] = i * k >= bound ? 1 : left[0]
    for (let j = 1; j <= k; j++) {
      left[j] = Math.abs(i * k - j * m) >= bound ? 1 : (left[j] * i + left[j - 1] * j) / (i + j)
    }
  }
  return left[k]
}

function limitProbability(statistic: number, m: number, k: number): number {
  const size = Math.sqrt((m * k) / (m + k))
  const x = (size + 0.12 + 0.11 / size) * statistic
  if (x < 0.2) return 1
  let sum = 0
  for (let j = 1; j <= 100; j++) {
    const term = Math.exp(-2 * j * j * x * x)
    sum += j % 2 === 1 ? term : -term
    if (term < 1e-18 * sum) break
  }
  return Math.max(0, Math.min(1, 2 * sum))
}
