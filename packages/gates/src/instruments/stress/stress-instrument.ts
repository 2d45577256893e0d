import type { Policy } from '@sluice/policy'
import type { DatasetEvidence, MeasurementEvidence } from '../../evidence.ts'
import type { Thresholds } from '../../measure/threshold.ts'
import type { Instrument } from '../instrument.ts'
import { runPolicySuite, type SuiteRun } from './run-policy-suite.ts'
import type { StressEvidence } from './stress-evidence.ts'
import { suiteMeasurements } from './suite-measurements.ts'
import { suiteSection } from './suite-section.ts'

/** What is measured by labels. */
const labelled: readonly string[] = ['robust_accuracy', 'relative_corruption_error']

/** Puts models under stress: each suite that a gate asks for runs once, whatever is measured under it. */
export const stressInstrument: Instrument = {
  async measure(policy, keys, { thresholds = new Map(), onProgress }) {
    const measurements: MeasurementEvidence[] = []
    const datasets: DatasetEvidence[] = []
    const sections: StressEvidence[] = []
    for (const suite of policy.stress ?? []) {
      const asked = keys.filter(({ options }) => options['stress'] === suite.name)
      if (asked.length === 0) continue
      const run = await runPolicySuite(policy, suite, {
        threshold: thresholdOf(policy, thresholds, asked[0]!.model),
        slices: [...new Set([...suite.slices, ...asked.flatMap(({ partition }) => partition ?? [])])],
        needsLabels: asked.some(({ metric }) => labelled.includes(metric)),
        ...(onProgress && { onProgress }),
      })
      measurements.push(...asked.flatMap((key) => suiteMeasurements(run, key)))
      datasets.push(datasetOf(run))
      sections.push(suiteSection(policy, run))
    }
    return { measurements, datasets, sections: { stress: sections } }
  },
}

/** The threshold of a model, which a task without one does not use. */
export function thresholdOf(policy: Policy, thresholds: Thresholds, model: string | null): number {
  const candidate = policy.models.find(({ role }) => role === 'candidate')?.name
  return thresholds.get(model ?? candidate ?? '') ?? 0.5
}

function datasetOf({ suite, rows, files }: SuiteRun): DatasetEvidence {
  const slices: Record<string, string[]> = {}
  for (const partition of rows.partitions) {
    slices[partition.name] = [...(slices[partition.name] ?? []), ...partition.slices.map(({ name }) => name)]
  }
  return { name: suite.on, rows: rows.tableRows, inputs: [...rows.inputs, ...files], slices, notes: [] }
}
