import type { Policy } from '@sluice/policy'
import type { Evidence } from '../evidence.ts'
import { measureData } from './measure-data.ts'
import { readPolicyData } from './read-policy-data.ts'

export interface MeasureOptions {
  /** The version of Sluice that evidence states. */
  readonly version: string
  readonly onProgress?: (text: string) => void
  /** Whether evidence holds the curves too; default true. */
  readonly curves?: boolean
}

/**
 * Measures what a policy needs: one scan a dataset, scores sorted once a model, every slice from that order.
 *
 * @throws PolicyError where the data is not what the policy says: a missing file or column, a third class, NaN scores,
 * probabilities outside [0, 1], duplicate ids. Bad data never becomes a verdict.
 */
export async function measurePolicy(policy: Policy, options: MeasureOptions): Promise<Evidence> {
  const data = await readPolicyData(policy, options)
  return measureData(policy, data, options)
}
