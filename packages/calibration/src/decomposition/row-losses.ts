import type { BinarySample } from '@sluice/metrics'
import { scoreCells } from '../cells/score-cells.ts'
import { sumOverCells } from '../cells/sum-over-rows.ts'
import type { ScoringRule } from './scoring-rules.ts'

/** Rows whose losses are worked out by one call: small functions that are called often are compiled early. */
const blockRows = 4096

const knownLosses = new WeakMap<BinarySample, Map<ScoringRule, Float64Array>>()

/** The loss of each row, worked out once a sample and rule. */
export function lossesOf(sample: BinarySample, rule: ScoringRule): Float64Array {
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

export function weightedSum(losses: Float64Array, weights: Float64Array | undefined): number {
  let total = 0
  for (let i = 0; i < losses.length; i++) total += weights === undefined ? losses[i] : weights[i] * losses[i]
  return total
}

/** The weighted sum of the rows' losses, from the sample's cells where it has some. */
export function sumOfLosses(sample: BinarySample, rule: ScoringRule): number {
  const cells = scoreCells(sample)
  if (cells === null) return weightedSum(lossesOf(sample, rule), sample.weights)
  return sumOverCells(cells, (p, complement, label) => rule.loss(label === 1 ? p : complement))
}
