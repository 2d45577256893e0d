import { bootstrap, createRandom, type ResampledUncertainty, resampledUncertainty } from '@sluice/stats'
import { compressSample } from './order/compress.ts'
import type { BinarySample } from './samples.ts'

/** How metrics without a standard error of their own are resampled. */
export interface ResamplingOptions {
  /** A whole number ≥ 0; equal seeds give equal intervals. Default 0. */
  readonly seed?: number
  /** Default 1000. */
  readonly replicates?: number
}

/** A statistic of a sample under weights by position; NaN where it has no value. */
export type WeightedStatistic = (sample: BinarySample, weights: Float64Array) => number

/** Up to this many rows (or clusters) replicates are drawn by row, and the jackknife gives the acceleration. */
const exactRows = 4096
const jackknifeRows = 1024

/** Row-replicates that a clustered bootstrap, which cannot be compressed, may cost before it draws fewer of them. */
const rowBudget = 2e8

/**
 * The bootstrap distribution of a statistic of sorted scores, by Poisson weights, without sorting again; BCa.
 *
 * Beyond 4 096 rows, neighbouring tie groups are first joined into at most about 4 096, whose rows are drawn together: a
 * sum of Poisson(1) counts is a Poisson count. A replicate then costs the same for any number of rows; the distribution
 * is moved back by what joining does to the value. The acceleration, which vanishes as 1/√n, is taken from a jackknife
 * up to 1 024 rows and is 0 beyond. With clusters, whole clusters are drawn, row by row.
 *
 * @returns `null` where too many replicates have no value
 */
export function resampleSample(
  sample: BinarySample,
  value: number,
  statistic: WeightedStatistic,
  { seed = 0, replicates = 1000 }: ResamplingOptions,
): ResampledUncertainty | null {
  const rows = sample.scores.length
  if (sample.clusters === undefined && rows > exactRows) return resampleBins(sample, value, statistic, seed, replicates)
  const base = sample.weights
  const weighted = new Float64Array(rows)
  return bootstrap(
    rows,
    (counts) => {
      if (base === undefined) return finite(statistic(sample, counts))
      for (let i = 0; i < rows; i++) weighted[i] = base[i] * counts[i]
      return finite(statistic(sample, weighted))
    },
    {
      seed,
      replicates: Math.max(100, Math.min(replicates, Math.floor(rowBudget / Math.max(1, rows)))),
      estimate: value,
      clusters: sample.clusters,
      influence: jackknife(sample, statistic),
    },
  )
}

/** What each row (or cluster) pulls the statistic by, from leaving it out; `null` with too many or where one is needed. */
function jackknife(sample: BinarySample, statistic: WeightedStatistic): Float64Array | null {
  const rows = sample.scores.length
  if (rows > jackknifeRows || sample.clusters !== undefined) return null
  const weights = sample.weights?.slice() ?? new Float64Array(rows).fill(1)
  const left = new Float64Array(rows)
  let total = 0
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]
    weights[i] = 0
    left[i] = statistic(sample, weights)
    weights[i] = weight
    total += left[i]
  }
  if (!Number.isFinite(total)) return null
  return left.map((one) => total / rows - one)
}

function resampleBins(
  sample: BinarySample,
  value: number,
  statistic: WeightedStatistic,
  seed: number,
  replicates: number,
): ResampledUncertainty | null {
  const bins = compressSample(sample)
  const binned = statistic(bins.sample, bins.weights)
  if (!Number.isFinite(binned)) return null
  const random = createRandom(seed)
  const weights = new Float64Array(bins.weights.length)
  const values = Array.from({ length: replicates }, () => {
    for (let i = 0; i < weights.length; i++) weights[i] = bins.scales[i] * random.poisson(bins.rates[i])
    return finite(statistic(bins.sample, weights))
  })
  const resampled = resampledUncertainty(values, { estimate: binned })
  const shift = value - binned
  return resampled && { ...resampled, quantiles: resampled.quantiles.map((quantile) => quantile + shift) }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
