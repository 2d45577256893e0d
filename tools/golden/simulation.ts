import type { Metric, Rows } from '@sluice/metrics'
import { brier, logLoss, orderByScore, precision, rocAuc, selectionRate } from '@sluice/metrics'
import { type AllocationMethod, allocateSample, drawStratifiedSample } from '@sluice/stats'

/** The rows that golden sets are drawn from: real labels and scores, and the stratum of each row. */
export interface Population {
  readonly scores: Float64Array
  readonly labels: Uint8Array
  readonly strata: Uint8Array | Uint16Array
  readonly sizes: readonly number[]
}

export interface Simulated {
  readonly metric: string
  readonly allocation: AllocationMethod
  /** On all rows of the population. */
  readonly truth: number
  /** Mean over the draws, under the weights and without. */
  readonly weighted: number
  readonly unweighted: number
  /** Monte-Carlo standard error of the weighted mean. */
  readonly error: number
  /** Standard deviation of one weighted estimate. */
  readonly spread: number
}

type BinaryMetric = (rows: ReturnType<typeof orderByScore>) => number

const of = <Options>(
  metric: Metric<ReturnType<typeof orderByScore> & Rows, Options>,
  options: Options,
): BinaryMetric => {
  return (sample) => metric.estimate(sample, options).value ?? Number.NaN
}

const metrics: Readonly<Record<string, BinaryMetric>> = {
  'ROC-AUC': of(rocAuc, {}),
  'log loss': of(logLoss, { clip: 2 ** -52 }),
  Brier: of(brier, {}),
  'precision at 0.5': of(precision, { threshold: 0.5 }),
  'selection rate at 0.5': of(selectionRate, { threshold: 0.5 }),
}

/** Draws golden sets again and again, and compares what metrics say on them with what they are on all rows. */
export function simulate(
  { scores, labels, strata, sizes }: Population,
  { rows, minimum, draws, allocation }: { rows: number; minimum: number; draws: number; allocation: AllocationMethod },
): Simulated[] {
  const counts = allocateSample(
    sizes.map((size) => ({ size })),
    { rows, minimum, method: allocation },
  )
  const whole = orderByScore(scores, labels, {})
  const estimates = Object.keys(metrics).map(() => ({ weighted: [] as number[], unweighted: [] as number[] }))
  for (let draw = 0; draw < draws; draw++) {
    const sample = drawStratifiedSample(strata, counts, `golden ${allocation} ${draw}`)
    const drawnScores = Float64Array.from(sample.rows, (row) => scores[row]!)
    const drawnLabels = Uint8Array.from(sample.rows, (row) => labels[row]!)
    const weights = sample.inclusionProbabilities.map((p) => 1 / p)
    const weighted = orderByScore(drawnScores, drawnLabels, { weights })
    const unweighted = orderByScore(drawnScores, drawnLabels, {})
    Object.values(metrics).forEach((metric, m) => {
      estimates[m]!.weighted.push(metric(weighted))
      estimates[m]!.unweighted.push(metric(unweighted))
    })
  }
  return Object.entries(metrics).map(([metric, value], m) => {
    const { weighted, unweighted } = estimates[m]!
    const spread = deviation(weighted)
    return {
      metric,
      allocation,
      truth: value(whole),
      weighted: mean(weighted),
      unweighted: mean(unweighted),
      error: spread / Math.sqrt(draws),
      spread,
    }
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const center = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1))
}
