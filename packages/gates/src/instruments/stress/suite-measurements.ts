import type { Estimate } from '@sluice/metrics'
import type { AttackResult, SliceShare, StressResult } from '@sluice/robustness'
import type { MeasurementEvidence, MeasurementKey } from '../../evidence.ts'
import { measurementEvidence } from '../../measure/measurement-evidence.ts'
import type { SuiteRun } from './run-policy-suite.ts'
import { partitionedShares } from './suite-slices.ts'

/** Where each measure of a suite is in its result. */
const values: Readonly<Record<string, (result: StressResult) => Estimate | null | undefined>> = {
  failure_rate: (result) => result.failureRate,
  flip_rate: (result) => result.flipRate,
  robust_accuracy: (result) => result.robustAccuracy,
  directional_violations: (result) => result.directionalViolations,
  relative_corruption_error: (result) => result.relativeCorruptionError,
  attack_success_rate: (result) => result.attack?.successRate,
  smallest_flip: (result) => result.attack?.medianChange,
}

/** The same of those that have a value by slice. */
const shareSlices: Readonly<Record<string, (result: StressResult) => readonly SliceShare[] | null>> = {
  failure_rate: (result) => result.slices,
  flip_rate: (result) => result.flipSlices,
  robust_accuracy: (result) => result.robustSlices,
  directional_violations: (result) => result.violationSlices,
}

/** Why a median of changes is only known to be at least so much; `null` where it is known. */
export function leastMedianNote({ leastMedianChange: least, medianChange }: AttackResult): string | null {
  if (least?.value == null) return null
  const reach = Number(least.value.toPrecision(3))
  return `>= ${reach}: fewer than half of the ${medianChange.rows.toLocaleString('en-US')} rows flipped, so the median is at least ${reach}, as far as the search could go`
}

/** The measurements that a key asks for of a run: one of all rows, or one a slice. */
export function suiteMeasurements(run: SuiteRun, key: MeasurementKey): MeasurementEvidence[] {
  const asked = { key, threshold: run.threshold }
  if (key.partition === null) {
    const estimate = values[key.metric]?.(run.result)
    if (estimate == null) throw new Error(`the policy's check lets no gate ask for ${key.metric} of ${run.suite.name}`)
    const { attack } = run.result
    const note = key.metric === 'smallest_flip' && attack !== null ? leastMedianNote(attack) : null
    if (note === null) return [measurementEvidence(asked, 'all', estimate)]
    return [{ ...measurementEvidence(asked, 'all', attack!.leastMedianChange!), atLeast: true, note }]
  }
  const shares = shareSlices[key.metric]?.(run.result)
  if (shares == null)
    throw new Error(`the policy's check lets no gate ask for ${key.metric} of ${run.suite.name} by slice`)
  return partitionedShares(run, shares)
    .filter(({ partition }) => partition === key.partition)
    .map(({ slice, estimate }) => measurementEvidence(asked, slice, estimate))
}
