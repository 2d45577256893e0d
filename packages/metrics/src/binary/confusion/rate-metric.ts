import type { ProportionUncertainty } from '@sluice/stats'
import { pairedProportionUncertainty, robustStandardError, withinRounding } from '@sluice/stats'
import { withoutValue, withValue } from '../../build-estimate.ts'
import { tooFewEffectiveRows } from '../../effective-rows.ts'
import type { UndefinedReason } from '../../estimate.ts'
import type { Metric } from '../../metric.ts'
import { unitResolution } from '../../resolution.ts'
import type { BinarySample } from '../../samples.ts'
import { type Totals, totalsOf } from '../totals.ts'
import {
  type ByCell,
  type Cell,
  type Confusion,
  cellOf,
  cells,
  confusionAt,
  influenceByCell,
  sumOver,
  type ThresholdOptions,
} from './confusion.ts'
import { discordantPairs } from './discordant-pairs.ts'

/** A share of some rows among others: which cells count, out of which. */
export interface Rate {
  readonly successes: readonly Cell[]
  readonly trials: readonly Cell[]
  /** Why there is no share where there are no trials. */
  readonly withoutTrials: UndefinedReason
}

/**
 * A metric that is the share of some cells of the confusion matrix among others.
 *
 * Interval: Wilson, given the number of trials. Weights and clusters enter through the effective number of trials,
 * p(1−p)/se² with the (cluster-robust) standard error; where p is 0 or 1, through Kish's, of which five are needed. Differences of two models count
 * the rows that they decide differently, where those are shares of the same rows, each of weight 1 and on its own.
 */
export function rateMetric(rate: Rate): Metric<BinarySample, ThresholdOptions> {
  return {
    scale: 'logit',
    inference: 'delta',
    estimate(sample, options) {
      const totals = totalsOf(sample)
      if (totals.nothing !== null) return withoutValue(totals, totals.nothing)
      const confusion = confusionAt(sample, options, totals)
      const trials = sumOver(confusion.weight, rate.trials)
      if (trials === 0) return withoutValue(totals, rate.withoutTrials)
      const value = sumOver(confusion.weight, rate.successes) / trials
      return withValue(totals, value, rateUncertainty(sample, totals, confusion, rate, value))
    },
    influence(sample, options) {
      const confusion = confusionAt(sample, options)
      const trials = sumOver(confusion.weight, rate.trials)
      if (trials === 0) return null
      const value = sumOver(confusion.weight, rate.successes) / trials
      return influenceByCell(sample, confusion.cut, rateGradient(rate, value, trials))
    },
    difference(candidate, baseline, options) {
      const counted = discordantPairs(candidate, baseline, options, rate)
      return counted === null ? null : pairedProportionUncertainty(counted.pairs, counted.rows)
    },
  }
}

/** How the rate moves with the weight of each cell. */
function rateGradient({ successes, trials: over }: Rate, value: number, trials: number): ByCell {
  const of = (cell: Cell) => (over.includes(cell) ? ((successes.includes(cell) ? 1 : 0) - value) / trials : 0)
  return { tp: of('tp'), fp: of('fp'), fn: of('fn'), tn: of('tn') }
}

function rateUncertainty(
  sample: BinarySample,
  totals: Totals,
  confusion: Confusion,
  rate: Rate,
  value: number,
): ProportionUncertainty | string {
  const few = tooFewEffectiveRows({
    rows: sumOver(confusion.rows, rate.trials),
    effectiveRows: sumOver(confusion.weight, rate.trials) ** 2 / sumOver(confusion.squares, rate.trials),
  })
  if (few !== null) return few
  const trials = effectiveTrials(sample, totals, confusion, rate, value)
  if (trials === null) return 'one cluster holds all rows'
  return { kind: 'proportion', method: 'wilson', successes: value * trials, trials }
}

function effectiveTrials(
  sample: BinarySample,
  totals: Totals,
  confusion: Confusion,
  rate: Rate,
  value: number,
): number | null {
  const trials = sumOver(confusion.weight, rate.trials)
  if (sample.clusters !== undefined)
    return clusteredTrials(sample, confusion, rate, value, sample.clusters, trials, totals.rows)
  if (sample.weights === undefined) return trials
  if (value === 0 || value === 1) return trials ** 2 / sumOver(confusion.squares, rate.trials)
  const gradient = rateGradient(rate, value, trials)
  const variance = cells.reduce((sum, cell) => sum + gradient[cell] ** 2 * confusion.squares[cell], 0)
  return (value * (1 - value)) / variance
}

function clusteredTrials(
  sample: BinarySample,
  { cut }: Confusion,
  rate: Rate,
  value: number,
  clusters: Uint32Array,
  trials: number,
  rows: number,
): number | null {
  if (value === 0 || value === 1) return trials ** 2 / squaredClusterTotals(sample, cut, rate, clusters)
  const phi = influenceByCell(sample, cut, rateGradient(rate, value, trials))
  const robust = robustStandardError(phi, clusters)
  if (robust === null || rows === 0) return null
  if (withinRounding(robust.standardError, [value], unitResolution)) return trials
  return (value * (1 - value)) / robust.standardError ** 2
}

function squaredClusterTotals(sample: BinarySample, cut: number, rate: Rate, clusters: Uint32Array): number {
  const { labels, weights } = sample
  const within = new Map<number, number>()
  for (let i = 0; i < labels.length; i++) {
    if (!rate.trials.includes(cellOf(labels[i], i >= cut))) continue
    within.set(clusters[i], (within.get(clusters[i]) ?? 0) + (weights === undefined ? 1 : weights[i]))
  }
  return [...within.values()].reduce((sum, total) => sum + total * total, 0)
}
