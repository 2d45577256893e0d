import type { BinarySample } from '@sluice/metrics'
import type { Policy, Threshold, ThresholdCriterion } from '@sluice/policy'
import { inputError } from './input-error.ts'
import type { PreparedDataset } from './prepare-dataset.ts'

/** The decision threshold of each model: positive where score ≥ threshold. */
export type Thresholds = ReadonlyMap<string, number>

interface Counts {
  readonly truePositives: number
  readonly falsePositives: number
  readonly positives: number
  readonly negatives: number
}

/** What a threshold can be chosen by: the policy's schema offers the same. */
const criteria: Readonly<Record<ThresholdCriterion, (counts: Counts) => number>> = {
  recall: ({ truePositives, positives }) => truePositives / positives,
  precision: ({ truePositives, falsePositives }) => truePositives / (truePositives + falsePositives),
  specificity: ({ falsePositives, negatives }) => 1 - falsePositives / negatives,
  f1: ({ truePositives, falsePositives, positives }) =>
    (2 * truePositives) / (truePositives + falsePositives + positives),
  accuracy: ({ truePositives, falsePositives, positives, negatives }) =>
    (truePositives + negatives - falsePositives) / (positives + negatives),
  balanced_accuracy: ({ truePositives, falsePositives, positives, negatives }) =>
    (truePositives / positives + 1 - falsePositives / negatives) / 2,
  informedness: ({ truePositives, falsePositives, positives, negatives }) =>
    truePositives / positives - falsePositives / negatives,
}

/**
 * Chooses each model's threshold as the policy says: a number for all, or by a criterion on a dataset that is not the
 * one being gated, so that the choice does not flatter the gate.
 */
export function resolveThresholds(policy: Policy, datasets: readonly PreparedDataset[]): Thresholds {
  const { threshold } = policy
  if (threshold.kind === 'fixed') return new Map(policy.models.map((model) => [model.name, threshold.value]))
  if (policy.task !== 'binary') {
    throw inputError({
      code: 'threshold-not-binary',
      message: `a threshold is chosen on data for binary models; this policy is ${policy.task}`,
      hint: 'Give a number: threshold: 0.5.',
      location: threshold.location ?? { file: policy.file, line: 1, column: 1 },
      path: 'threshold',
    })
  }
  const dataset = datasets.find(({ name }) => name === threshold.on)!
  return new Map(
    dataset.data.models.map((model) => [
      model.name,
      choose(dataset.source.all(model.name) as BinarySample, threshold, policy),
    ]),
  )
}

/**
 * Walks the scores from the highest down, a tie group at a time. `maximize` takes the best point, the highest
 * threshold where several are best; `reach` the highest threshold whose value is at least the one asked for.
 */
function choose(sample: BinarySample, threshold: Exclude<Threshold, { kind: 'fixed' }>, policy: Policy): number {
  const criterion = criteria[threshold.metric as ThresholdCriterion]
  const { scores, labels, weights } = sample
  const total = { positives: 0, negatives: 0 }
  for (let i = 0; i < labels.length; i++) total[labels[i] === 1 ? 'positives' : 'negatives'] += weights?.[i] ?? 1
  let truePositives = 0
  let falsePositives = 0
  let best = { value: Number.NEGATIVE_INFINITY, score: Number.NaN }
  for (let i = scores.length - 1; i >= 0; i--) {
    const weight = weights?.[i] ?? 1
    if (labels[i] === 1) truePositives += weight
    else falsePositives += weight
    if (i > 0 && scores[i - 1] === scores[i]) continue
    const value = criterion({ truePositives, falsePositives, ...total })
    if (threshold.kind === 'reach' && value >= threshold.value) return scores[i]!
    if (value > best.value) best = { value, score: scores[i]! }
  }
  if (threshold.kind === 'maximize' && !Number.isNaN(best.score)) return best.score
  throw inputError({
    code: 'threshold-not-attainable',
    message: `no threshold reaches ${threshold.metric} ${threshold.kind === 'reach' ? threshold.value : ''} on '${threshold.on}'`,
    hint: 'Ask for less, or give a number.',
    location: threshold.location ?? { file: policy.file, line: 1, column: 1 },
    path: 'threshold',
  })
}
