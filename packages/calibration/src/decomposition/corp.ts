import type { BinarySample, Estimate, Metric, UndefinedReason } from '@sluice/metrics'
import { type NormalUncertainty, type RobustError, robustStandardError, type Seed } from '@sluice/stats'
import { isotonicBlocks } from '../isotonic/isotonic-blocks.ts'
import { absent, countsOf, present, type SampleCounts } from '../samples/counts.ts'
import { miscalibrationOfCalibrated } from './corp-bias.ts'
import { type CorpTerm, corpInfluence, summedCorpInfluence } from './corp-influence.ts'
import { sumOfLosses } from './row-losses.ts'
import { type ScoringRuleName, scoringRule } from './scoring-rules.ts'

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
  const mean = sumOfLosses(sample, rule) / counts.weight
  const uncertainty = rule.entropy(counts.positiveWeight / counts.weight)
  return {
    score: mean,
    miscalibration: Math.max(0, mean - recalibrated),
    discrimination: Math.max(0, uncertainty - recalibrated),
    uncertainty,
  }
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

function corpTerm(term: CorpTerm, range: readonly [number | null, number | null]): Metric<BinarySample, CorpOptions> {
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
      const phi = summedCorpInfluence(sample, options.score, term) ?? corpInfluence(sample, options.score, term)
      return withBias(sample, options, decomposition[term], robustStandardError(phi, sample.clusters), range, counts)
    },
    influence(sample, options) {
      const decomposition = parts(sample, options)
      return typeof decomposition === 'string' ? null : corpInfluence(sample, options.score, term)
    },
  }
}

function withBias(
  sample: BinarySample,
  { score, seed = 0 }: CorpOptions,
  value: number,
  robust: RobustError | null,
  range: NormalUncertainty['range'],
  counts: SampleCounts,
): Estimate {
  const noise = miscalibrationOfCalibrated(sample, score, seed)
  if (robust === null) return present(counts, value, 'one row tells nothing of the spread')
  const uncertainty: NormalUncertainty = {
    kind: 'normal',
    method: 'bias_corrected',
    scale: 'identity',
    standardError: Math.hypot(robust.standardError, noise.deviation),
    degreesOfFreedom: Math.max(1, (sample.clusters ? robust.units : Math.min(robust.units, counts.effectiveRows)) - 1),
    center: Math.max(0, value - noise.mean),
    ...(range && { range }),
  }
  return present(counts, value, uncertainty, { expectedIfCalibrated: noise.mean })
}
