import type { BinarySample, Estimate, Metric, UndefinedReason } from '@sluice/metrics'
import { type NormalUncertainty, robustStandardError, type Seed } from '@sluice/stats'
import { calibratedReplicates, scoreGroups } from '../isotonic/calibrated-replicates.ts'
import { isotonicBlocks } from '../isotonic/isotonic-blocks.ts'
import { absent, countsOf, present, type SampleCounts } from '../samples/counts.ts'
import { type ScoringRule, type ScoringRuleName, scoringRule } from './scoring-rules.ts'

/** A mean score in its three parts: `score = miscalibration − discrimination + uncertainty`, exactly. */
export interface ScoreDecomposition {
  readonly score: number
  /** What recalibrating would save: 0 for a calibrated model. */
  readonly miscalibration: number
  /** What the model, recalibrated, saves over always forecasting the share of positives. */
  readonly discrimination: number
  /** The score of always forecasting the share of positives. */
  readonly uncertainty: number
}

export interface DecompositionOptions {
  readonly score: ScoringRuleName
}

/**
 * CORP decomposition (Dimitriadis, Gneiting & Jordan 2021): S(p) − S(q), S(ȳ) − S(q) and S(ȳ), q the isotonic
 * recalibration of p on these rows. No bins to choose. Miscalibration and discrimination are never negative.
 *
 * @returns why there is none: no rows, or no weight
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function corpDecomposition(
  sample: BinarySample,
  { score }: DecompositionOptions,
): ScoreDecomposition | UndefinedReason {
  const rule = scoringRule(score)
  const counts = countsOf(sample)
  if (!(counts.weight > 0)) return sample.leftOut || counts.rows > 0 ? 'zero_weight' : 'empty'
  const { blocks, weight, sum } = isotonicBlocks(sample)
  let recalibrated = 0
  for (let b = 0; b < blocks; b++) recalibrated += weight[b] * rule.entropy(sum[b] / weight[b])
  recalibrated /= counts.weight
  const mean = sumOfLosses(lossesOf(sample, rule), sample.weights) / counts.weight
  const uncertainty = rule.entropy(counts.positiveWeight / counts.weight)
  return {
    score: mean,
    miscalibration: Math.max(0, mean - recalibrated),
    discrimination: Math.max(0, uncertainty - recalibrated),
    uncertainty,
  }
}

/** Rows whose losses are worked out by one call: small functions that are called often are compiled early. */
const blockRows = 4096

const knownLosses = new WeakMap<BinarySample, Map<ScoringRule, Float64Array>>()

/** The loss of each row, worked out once a sample and rule. */
function lossesOf(sample: BinarySample, rule: ScoringRule): Float64Array {
  const of = knownLosses.get(sample) ?? new Map<ScoringRule, Float64Array>()
  knownLosses.set(sample, of)
  const before = of.get(rule)
  if (before !== undefined) return before
  const rows = sample.scores.length
  const losses = new Float64Array(rows)
  for (let from = 0; from < rows; from += blockRows) rule.rows(sample, from, Math.min(rows, from + blockRows), losses)
  of.set(rule, losses)
  return losses
}

function sumOfLosses(losses: Float64Array, weights: Float64Array | undefined): number {
  let total = 0
  for (let i = 0; i < losses.length; i++) total += weights === undefined ? losses[i] : weights[i] * losses[i]
  return total
}

export interface CorpOptions extends DecompositionOptions {
  /** Seeds the replicates that the bias is estimated from. Default 0. */
  readonly seed?: Seed
}

/**
 * Miscalibration in units of a proper score: see {@link corpDecomposition}. 0 is perfect.
 *
 * The value is biased upwards, since isotonic regression fits noise too; `detail.expectedIfCalibrated` is what a
 * calibrated model would measure on rows like these, from 100 seeded replicates. The interval is centred at the value
 * less that, so near calibration it can lie wholly below the value; its width joins the influences' standard error with
 * the spread of the replicates. Cluster-robust with clusters.
 */
export const miscalibration: Metric<BinarySample, CorpOptions> = corpTerm('miscalibration', [0, null])

/**
 * Discrimination in units of a proper score: see {@link corpDecomposition}. Bias and interval as for
 * {@link miscalibration}; undefined (`one_class`) where every label is the same.
 */
export const corpDiscrimination: Metric<BinarySample, CorpOptions> = corpTerm('discrimination', [0, null])

type Term = 'miscalibration' | 'discrimination'

function corpTerm(term: Term, range: readonly [number | null, number | null]): Metric<BinarySample, CorpOptions> {
  const parts = (sample: BinarySample, options: CorpOptions) => {
    const oneClass = sample.positives === 0 || sample.positives === sample.labels.length
    if (term === 'discrimination' && oneClass && sample.labels.length > 0) return 'one_class'
    return corpDecomposition(sample, options)
  }
  return {
    scale: 'identity',
    inference: 'mean',
    estimate(sample, options) {
      const counts = countsOf(sample)
      const decomposition = parts(sample, options)
      if (typeof decomposition === 'string') return absent(counts, decomposition)
      const phi = influenceOf(sample, options, term, counts)
      return withBias(sample, options, decomposition[term], phi, range, counts)
    },
    influence(sample, options) {
      const decomposition = parts(sample, options)
      return typeof decomposition === 'string' ? null : influenceOf(sample, options, term, countsOf(sample))
    },
  }
}

function withBias(
  sample: BinarySample,
  options: CorpOptions,
  value: number,
  phi: Float64Array,
  range: NormalUncertainty['range'],
  counts: SampleCounts,
): Estimate {
  const noise = miscalibrationOfCalibrated(sample, options)
  const robust = robustStandardError(phi, sample.clusters)
  if (robust === null) return present(counts, value, 'one row tells nothing of the spread')
  const uncertainty: NormalUncertainty = {
    kind: 'normal',
    method: 'bias_corrected',
    scale: 'identity',
    standardError: Math.hypot(robust.standardError, noise.deviation),
    degreesOfFreedom: robust.units - 1,
    center: Math.max(0, value - noise.mean),
    ...(range && { range }),
  }
  return present(counts, value, uncertainty, { expectedIfCalibrated: noise.mean })
}

/**
 * With the isotonic recalibration held (it minimises the score, so its own variation counts for nothing in the first
 * order): the losses' difference of each row, less its mean.
 */
function influenceOf(sample: BinarySample, { score }: CorpOptions, term: Term, counts: SampleCounts): Float64Array {
  const rule = scoringRule(score)
  const { labels, weights } = sample
  const rows = labels.length
  const phi = new Float64Array(rows)
  const share = counts.positiveWeight / counts.weight
  // The share of positives is estimated too, but an entropy is flat where its forecast is right.
  if (term === 'discrimination' && rule.entropy(share) === 0) return phi
  if (term === 'miscalibration') phi.set(lossesOf(sample, rule))
  const { blocks, starts, weight, sum } = isotonicBlocks(sample)
  const [baseOfNegative, baseOfPositive] =
    term === 'miscalibration' ? [0, 0] : [rule.loss(share, 0), rule.loss(share, 1)]
  for (let b = 0; b < blocks; b++) {
    const value = sum[b] / weight[b]
    const to = b + 1 < blocks ? starts[b + 1] : rows
    const negative = baseOfNegative - lossOrZero(rule.loss, value, 0)
    const positive = baseOfPositive - lossOrZero(rule.loss, value, 1)
    addByLabel(phi, labels, starts[b], to, negative, positive)
  }
  const mean = sumOfLosses(phi, weights) / counts.weight
  for (let i = 0; i < rows; i++) {
    phi[i] = weights === undefined ? phi[i] - mean : ((phi[i] - mean) * rows * weights[i]) / counts.weight
  }
  return phi
}

function addByLabel(
  into: Float64Array,
  labels: Uint8Array,
  from: number,
  to: number,
  negative: number,
  positive: number,
): void {
  for (let i = from; i < to; i++) into[i] += labels[i] === 1 ? positive : negative
}

/** A value of 0 or 1 has no row of the other class in its block: its loss there is never read. */
function lossOrZero(loss: ScoringRule['loss'], value: number, label: number): number {
  return value === label ? 0 : loss(value, label)
}

interface Noise {
  readonly mean: number
  readonly deviation: number
}

/** Replicates that the bias is estimated from. */
const REPLICATES = 100

const known = new WeakMap<BinarySample, Map<string, Noise>>()

/** Mean and standard deviation of the miscalibration that a calibrated model of these scores would measure. */
function miscalibrationOfCalibrated(sample: BinarySample, { score, seed = 0 }: CorpOptions): Noise {
  const key = `${score} ${seed}`
  const before = known.get(sample)?.get(key)
  if (before !== undefined) return before
  const { loss, entropy } = scoringRule(score)
  const groups = scoreGroups(sample)
  const ofPositive = groups.score.map((p) => loss(p, 1))
  const ofNegative = groups.score.map((p) => loss(p, 0))
  const total = groups.weight.reduce((a, b) => a + b, 0)
  const values: number[] = []
  calibratedReplicates(groups, REPLICATES, seed, (positive, { blocks, weight, sum }) => {
    let value = 0
    for (let g = 0; g < positive.length; g++) {
      value += positive[g] * ofPositive[g] + (groups.weight[g] - positive[g]) * ofNegative[g]
    }
    for (let b = 0; b < blocks; b++) value -= weight[b] * entropy(sum[b] / weight[b])
    values.push(value / total)
  })
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0)
  const noise = { mean: Math.max(0, mean), deviation: Math.sqrt(squares / (values.length - 1)) }
  if (!known.has(sample)) known.set(sample, new Map())
  known.get(sample)!.set(key, noise)
  return noise
}
