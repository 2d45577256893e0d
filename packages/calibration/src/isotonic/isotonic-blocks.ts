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
  requireProbabilities(sample.scores)
  const blocks = poolSample(sample)
  known.set(sample, blocks)
  return blocks
}

/** As {@link isotonicBlocks}, for scores on any scale. */
export function poolSample(sample: BinarySample): Pooled {
  const stack = new BlockStack()
  if (sample.weights === undefined) pushRuns(stack, sample)
  else pushTies(stack, sample, sample.weights)
  return stack.pooled()
}

/**
 * Positives before negatives of higher scores always pool, so that runs can be pushed whole: each begins where positives
 * follow negatives, at the first row of their score. Within a score negatives come first.
 */
function pushRuns(stack: BlockStack, { scores, labels }: BinarySample): void {
  const rows = labels.length
  let start = 0
  let positives = 0
  for (let i = 0; i < rows; ) {
    i = nextAfter(labels, i, 0)
    if (i === rows) break
    let cut = i
    while (cut > start && scores[cut - 1] === scores[i]) cut--
    if (cut > start) {
      stack.push(start, cut - start, positives)
      start = cut
      positives = 0
    }
    const end = nextAfter(labels, i, 1)
    positives += end - i
    i = end
  }
  if (rows > start) stack.push(start, rows - start, positives)
}

/** The end of a run of equal labels. */
function nextAfter(labels: Uint8Array, from: number, label: number): number {
  let i = from
  while (i < labels.length && labels[i] === label) i++
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
