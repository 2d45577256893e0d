import type { Policy, SuiteDefinition } from '@sluice/policy'
import { type MeasureOptions, measureTables } from '../../measure/measure-policy.ts'
import { runPolicySuite } from './run-policy-suite.ts'
import type { StressEvidence } from './stress-evidence.ts'
import { thresholdOf } from './stress-instrument.ts'
import { suiteSection } from './suite-section.ts'

/**
 * Runs stress suites of a policy, whether a gate asks for them or not.
 *
 * @param suites some of the policy's
 * @throws PolicyError as measuring the policy does
 */
export async function measureStress(
  policy: Policy,
  suites: readonly SuiteDefinition[],
  options: MeasureOptions,
): Promise<StressEvidence[]> {
  const { thresholds } = await measureTables({ ...policy, gates: [] }, { ...options, curves: false })
  const sections: StressEvidence[] = []
  for (const suite of suites) {
    const run = await runPolicySuite(policy, suite, {
      threshold: thresholdOf(policy, thresholds, suite.model.name),
      slices: suite.slices,
      needsLabels: false,
      ...(options.onProgress && { onProgress: options.onProgress }),
    })
    sections.push(suiteSection(policy, run))
  }
  return sections
}
