import { type BinarySample, MetricInputError } from '@sluice/metrics'
import { chiSquareCdf } from '@sluice/stats'
import { binStatistics } from '../bins/bin-statistics.ts'
import type { CalibrationTest } from './likelihood-ratio.ts'

export interface HosmerLemeshowOptions {
  /** Groups of equal numbers of rows; 10 is customary. */
  readonly groups: number
  /**
   * Whether the model was fitted to these very rows: then two degrees of freedom are lost. Default `false`, as for the
   * held-out rows that a gate sees.
   */
  readonly developmentData?: boolean
}

/**
 * The Hosmer–Lemeshow test (1980): `Σ (O − E)² / (E (1 − E/n))` over groups of equal numbers of rows.
 *
 * A weak test, offered because readers ask for it. Its answer depends on how rows are grouped, it cannot say in which
 * direction probabilities are wrong, with few rows it sees nothing and with many it rejects every model (Kramer &
 * Zimmerman 2007). Hold a model to an upper bound of an error instead: `smoothEce`, or the calibration slope.
 *
 * @returns `null` where no group has both outcomes possible, or no degree of freedom is left
 * @throws {MetricInputError} for weighted rows (the statistic counts them), scores that are not probabilities, groups
 *   that are no whole number from 2, and fewer rows than groups
 */
export function hosmerLemeshow(sample: BinarySample, options: HosmerLemeshowOptions): CalibrationTest | null {
  const { groups, developmentData = false } = options
  if (!(Number.isInteger(groups) && groups >= 2))
    throw new MetricInputError('invalid_option', `groups is ${groups}: give a whole number from 2, customarily 10`)
  if (sample.weights !== undefined)
    throw new MetricInputError('invalid_option', 'the Hosmer–Lemeshow test counts rows: leave the weights out')
  if (sample.scores.length < groups)
    throw new MetricInputError(
      'invalid_option',
      `${sample.scores.length} rows cannot be cut into ${groups} groups: ask for fewer groups`,
    )
  const { weight, positive, predicted } = binStatistics(sample, { bins: groups, strategy: 'rank' })
  let statistic = 0
  let counted = 0
  for (let b = 0; b < weight.length; b++) {
    const variance = predicted[b] * (1 - predicted[b] / weight[b])
    if (!(variance > 0)) continue
    counted++
    statistic += (positive[b] - predicted[b]) ** 2 / variance
  }
  const degreesOfFreedom = counted - (developmentData ? 2 : 0)
  if (degreesOfFreedom < 1) return null
  return { statistic, degreesOfFreedom, pValue: 1 - chiSquareCdf(statistic, degreesOfFreedom) }
}
