import type { BinarySample } from '@sluice/metrics'
import type { Seed } from '@sluice/stats'
import { calibratedReplicates, scoreGroups } from '../isotonic/calibrated-replicates.ts'
import { type ScoringRuleName, scoringRule } from './scoring-rules.ts'

/** What noise alone makes of a miscalibration. */
export interface Noise {
  readonly mean: number
  readonly deviation: number
}

/** Replicates that the bias is estimated from. */
const REPLICATES = 100

const known = new WeakMap<BinarySample, Map<string, Noise>>()

/** Mean and standard deviation of the miscalibration that a calibrated model of these scores would measure. */
export function miscalibrationOfCalibrated(sample: BinarySample, score: ScoringRuleName, seed: Seed): Noise {
  const key = `${score} ${seed}`
  const before = known.get(sample)?.get(key)
  if (before !== undefined) return before
  const { loss, entropy } = scoringRule(score)
  const groups = scoreGroups(sample)
  const ofPositive = groups.score.map((p) => loss(p))
  const ofNegative = groups.score.map((p) => loss(1 - p))
  const total = groups.weight.reduce((a, b) => a + b, 0)
  const values = calibratedReplicates(groups, REPLICATES, seed).map(({ positive, pooled }) => {
    let value = 0
    for (let g = 0; g < positive.length; g++) {
      value += positive[g] * ofPositive[g] + (groups.weight[g] - positive[g]) * ofNegative[g]
    }
    const { blocks, weight, sum } = pooled
    for (let b = 0; b < blocks; b++) value -= weight[b] * entropy(sum[b] / weight[b])
    return value / total
  })
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0)
  const noise = { mean: Math.max(0, mean), deviation: Math.sqrt(squares / (values.length - 1)) }
  if (!known.has(sample)) known.set(sample, new Map())
  known.get(sample)!.set(key, noise)
  return noise
}
