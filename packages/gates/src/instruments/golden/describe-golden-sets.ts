import type { Policy } from '@sluice/policy'
import type { InstrumentOptions } from '../instrument.ts'
import type { GoldenEvidence } from './golden-evidence.ts'
import { goldenInstrument } from './golden-instrument.ts'

/**
 * Describes every golden set of a policy that says what it represents, whether a gate judges it or not.
 *
 * @throws PolicyError as `measurePolicy`
 */
export async function describeGoldenSets(
  policy: Policy,
  options: InstrumentOptions,
): Promise<readonly GoldenEvidence[]> {
  const { sections } = await goldenInstrument.measure(policy, [], options)
  return sections.golden ?? []
}
