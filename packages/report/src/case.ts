import type { CheckResult, GateVerdict, MeasurementVerdict, PolicyVerdict } from '@sluice/gates'
import { cleanLine } from './clean-text.ts'
import { expectation, isDifference, rule, subject } from './condition.ts'
import { counted, intervalText, numberText, percentText, scaleOf } from './number-text.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { sliceName } from './slice-selection.ts'

/** One judged thing of a result, as test reports and code scanning count them: a measurement of a gate. */
export interface Case {
  readonly policy: PolicyVerdict
  readonly gate: GateVerdict
  /** `null` for a gate of which nothing was measured. */
  readonly measurement: MeasurementVerdict | null
  readonly outcome: Outcome
}

/** All cases of a policy, in the order of the policy. */
export function casesOf(policy: PolicyVerdict): Case[] {
  return policy.gates.flatMap((gate): Case[] =>
    gate.measurements.length === 0
      ? [{ policy, gate, measurement: null, outcome: outcomeOf(gate, null) }]
      : gate.measurements.map((measurement) => ({
          policy,
          gate,
          measurement,
          outcome: outcomeOf(gate, measurement),
        })),
  )
}

/** The cases of all policies. */
export function allCases(result: CheckResult): Case[] {
  return result.policies.flatMap(casesOf)
}

/** `metric @ slice`, stable from run to run. */
export function caseName({ gate, measurement }: Case): string {
  const metric = cleanLine(gate.metric)
  return measurement === null || measurement.slice === 'all' ? metric : `${metric} @ ${cleanLine(measurement.slice)}`
}

/** One sentence: the judge's own reason where there is one, what was seen and expected otherwise. */
export function caseReason(one: Case): string {
  const reason = cleanLine(one.measurement?.reason ?? one.gate.reason)
  return reason === '' ? `${seen(one)}, expected ${expectation(one.gate)}.` : reason
}

/** Everything known of a case, a line each: for the body of a failure. */
export function caseDetails(one: Case): string[] {
  const { gate } = one
  return [
    subject(gate),
    `expected: ${expectation(gate)}; ${rule(gate)}`,
    ...(one.measurement === null ? [] : [`seen: ${seen(one)}`]),
    ...(one.measurement?.note === undefined ? [] : [`note: ${cleanLine(one.measurement.note)}`]),
    ...(gate.why === null ? [] : [`why: ${cleanLine(gate.why)}`]),
    ...(gate.remedy === null || gate.remedy === '' ? [] : [`next: ${cleanLine(gate.remedy)}`]),
    `policy: ${cleanLine(gate.location.file)}:${gate.location.line}`,
  ]
}

/** `0.612 [0.554, 0.671] (95% delong) on maxed-out, n 412`. */
function seen({ gate, measurement }: Case): string {
  if (measurement === null) return 'nothing'
  const { value, lower, upper, level, interval, n, rowsNeeded } = measurement
  const scale = scaleOf([value, lower, upper])
  const signed = isDifference(gate)
  const ends = intervalText(lower, upper, scale, signed)
  const method =
    ends === '' ? '' : ` ${ends} (${percentText(level)}${interval === null ? '' : ` ${cleanLine(interval)}`})`
  const number = value === null ? 'no value' : `${numberText(value, scale, signed)}${method}`
  const missing = rowsNeeded === null ? '' : `, about ${counted(rowsNeeded, 'more row')} needed`
  return `${number} on ${sliceName(measurement.slice)}, ${counted(n, 'row')}${missing}`
}
