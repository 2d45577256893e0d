import type { BinarySample } from '@sluice/metrics'
import type { SummedInfluence } from '@sluice/stats'
import { scoreCells } from '../cells/score-cells.ts'
import { sumOverRows } from '../cells/sum-over-rows.ts'
import { isotonicBlocks } from '../isotonic/isotonic-blocks.ts'
import { countsOf } from '../samples/counts.ts'
import { lossesOf, sumOfLosses, weightedSum } from './row-losses.ts'
import { type ScoringRule, type ScoringRuleName, scoringRule } from './scoring-rules.ts'

export type CorpTerm = 'miscalibration' | 'discrimination'

/**
 * Influences of a term of CORP. With the isotonic recalibration held (it minimises the score, so its own variation counts
 * for nothing in the first order): the losses' difference of each row, less its mean.
 */
export function corpInfluence(sample: BinarySample, score: ScoringRuleName, term: CorpTerm): Float64Array {
  const rule = scoringRule(score)
  const { labels, weights } = sample
  const rows = labels.length
  const phi = new Float64Array(rows)
  if (isFlat(sample, rule, term)) return phi
  if (term === 'miscalibration') phi.set(lossesOf(sample, rule))
  for (const { from, to, negative, positive } of blockTerms(sample, rule, term)) {
    addByLabel(phi, labels, from, to, negative, positive)
  }
  const { weight } = countsOf(sample)
  const mean = weightedSum(phi, weights) / weight
  for (let i = 0; i < rows; i++) {
    phi[i] = weights === undefined ? phi[i] - mean : ((phi[i] - mean) * rows * weights[i]) / weight
  }
  return phi
}

/** Their sum of squares, for independent rows without weights; `null` where it takes the rows. */
export function summedCorpInfluence(
  sample: BinarySample,
  score: ScoringRuleName,
  term: CorpTerm,
): SummedInfluence | null {
  const cells = sample.clusters === undefined ? scoreCells(sample) : null
  if (cells === null) return null
  const rule = scoringRule(score)
  const rows = sample.labels.length
  if (isFlat(sample, rule, term)) return { rows, squares: 0 }
  const blocks = blockTerms(sample, rule, term)
  let total = term === 'miscalibration' ? sumOfLosses(sample, rule) : 0
  for (const { negatives, positives, negative, positive } of blocks) {
    total += negatives * negative + positives * positive
  }
  const mean = total / rows
  let squares = 0
  for (const { from, to, negatives, positives, negative, positive } of blocks) {
    squares +=
      term === 'discrimination'
        ? negatives * (negative - mean) ** 2 + positives * (positive - mean) ** 2
        : sumOverRows(sample, cells, from, to, (p, complement, label) => {
            const own = label === 1 ? rule.loss(p) + positive : rule.loss(complement) + negative
            return (own - mean) * (own - mean)
          })
  }
  return { rows, squares }
}

/** The share of positives is estimated too, but an entropy is flat where its forecast is right. */
function isFlat(sample: BinarySample, rule: ScoringRule, term: CorpTerm): boolean {
  const { positiveWeight, weight } = countsOf(sample)
  return term === 'discrimination' && rule.entropy(positiveWeight / weight) === 0
}

/** One block of the isotonic regression, and what it adds to each of its rows beside the row's own loss. */
interface BlockTerm {
  readonly from: number
  readonly to: number
  readonly negatives: number
  readonly positives: number
  readonly negative: number
  readonly positive: number
}

function blockTerms(sample: BinarySample, rule: ScoringRule, term: CorpTerm): BlockTerm[] {
  const { blocks, starts, weight, sum } = isotonicBlocks(sample)
  const counts = countsOf(sample)
  const share = counts.positiveWeight / counts.weight
  const [ofNegative, ofPositive] = term === 'miscalibration' ? [0, 0] : [rule.loss(1 - share), rule.loss(share)]
  return Array.from({ length: blocks }, (_, b) => {
    const value = sum[b] / weight[b]
    return {
      from: starts[b],
      to: b + 1 < blocks ? starts[b + 1] : sample.labels.length,
      negatives: weight[b] - sum[b],
      positives: sum[b],
      // A value of 0 or 1 has no row of the other class in its block: its loss there is never read.
      negative: ofNegative - (value === 1 ? 0 : rule.loss(1 - value)),
      positive: ofPositive - (value === 0 ? 0 : rule.loss(value)),
    }
  })
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
