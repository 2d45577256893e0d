import type { BinarySample } from '@sluice/metrics'
import { requireProbabilities } from '../samples/require-probabilities.ts'
import { BlockStack, type Pooled } from './pool-adjacent-violators.ts'

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
  requireProbabilities(sample)
  const blocks = poolSample(sample)
  known.set(sample, blocks)
  return blocks
}

/** As {@link isotonicBlocks}, for scores on any scale. */
export function poolSample(sample: BinarySample): Pooled {
  const stack = new BlockStack()
  if (sample.weights === undefined) poolRuns(stack, sample, 0, sample.labels.length)
  else pushTies(stack, sample, sample.weights)
  return stack.pooled()
}

/**
 * Pools the rows `from` to `to` of an order without weights, which are no part of a tie group that goes on beyond them.
 *
 * Positives and the negatives of higher scores that follow them always pool, so that runs can be pushed whole; only a score
 * that has both is pushed by itself. Within a score negatives come first.
 */
export function poolRuns(stack: BlockStack, { scores, labels }: BinarySample, from: number, to: number): void {
  let start = from
  let positives = 0
  for (let i = from; i < to; ) {
    i = nextAfter(labels, i, to, 0)
    if (i === to) break
    let cut = i
    while (cut > start && scores[cut - 1] === scores[i]) cut--
    if (cut > start) stack.push(start, cut - start, positives)
    start = cut
    positives = 0
    let end = nextAfter(labels, i, to, 1)
    if (cut < i) {
      for (end = i; end < to && scores[end] === scores[cut]; ) end++
      stack.push(cut, end - cut, end - i)
      start = end
    } else positives = end - i
    i = end
  }
  if (to > start) stack.push(start, to - start, positives)
}

/** The end of a run of equal labels. */
function nextAfter(labels: Uint8Array, from: number, to: number, label: number): number {
  let i = from
  while (i < to && labels[i] === label) i++
  return i
}

function pushTies(stack: BlockStack, { scores, labels }: BinarySample, weights: Float64Array): void {
  for (let i = 0; i < scores.length; ) {
    const start = i
    let weight = 0
    let sum = 0
    do {
      weight += weights[i]
      sum += labels[i] === 1 ? weights[i] : 0
      i++
    } while (i < scores.length && scores[i] === scores[start])
    stack.push(start, weight, sum)
  }
}
