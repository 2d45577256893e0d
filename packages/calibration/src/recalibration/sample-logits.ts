import type { BinarySample } from '@sluice/metrics'
import { logits } from '../logistic/logit.ts'

const known = new WeakMap<BinarySample, Float64Array>()

/** The logits of a sample's scores, worked out once. */
export function logitsOf(sample: BinarySample): Float64Array {
  const before = known.get(sample)
  if (before !== undefined) return before
  const z = logits(sample.scores)
  known.set(sample, z)
  return z
}
