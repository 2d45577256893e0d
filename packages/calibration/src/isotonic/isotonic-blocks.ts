import type { BinarySample } from '@sluice/metrics'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { BlockStack, type Pooled } from './pool-adjacent-violators.ts'

/** Rows that are pooled by one call: small functions that are called often are compiled early. */
const blockRows = 16_384

const known = new WeakMap<BinarySample, Pooled>()

/**
 * Isotonic regression of the labels on the scores, tied scores first pooled to their mean: the recalibration on which
 * CORP rests (Dimitriadis, Gneiting & Jordan 2021). One pass over the order; worked out once a sample.
 *
 * `starts` are positions in the sample. Values are shares of positives and strictly ascend.
 *
 * @throws {MetricInputError} for scores that are not probabilities
 */
export function isotonicBlocks(sample: BinarySample): Pooled {
  const before = known.get(sample)
  if (before !== undefined) return before
  requireProbabilities(sample.scores)
  const blocks = poolSample(sample)
  known.set(sample, blocks)
  return blocks
}

/** As {@link isotonicBlocks}, for scores on any scale. */
export function poolSample(sample: BinarySample): Pooled {
  const { scores } = sample
  const stack = new BlockStack()
  for (let from = 0, to = 0; from < scores.length; from = to) {
    to = Math.min(scores.length, from + blockRows)
    while (to < scores.length && scores[to] === scores[to - 1]) to++
    pushTies(stack, sample, from, to)
  }
  return stack.pooled()
}

function pushTies(stack: BlockStack, { scores, labels, weights }: BinarySample, from: number, to: number): void {
  for (let i = from; i < to; ) {
    const start = i
    const score = scores[i]
    let weight = 0
    let sum = 0
    do {
      const w = weights === undefined ? 1 : weights[i]
      weight += w
      sum += labels[i] === 1 ? w : 0
      i++
    } while (i < to && scores[i] === score)
    stack.push(start, weight, sum)
  }
}
