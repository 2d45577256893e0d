import type { Gate, MeasureCatalogue, Policy } from '@sluice/policy'
import type { Evidence, MeasurementEvidence } from '../evidence.ts'
import { keysOf, keyText } from '../plan.ts'
import type { CheckResult, GateVerdict, MeasurementVerdict, PolicyVerdict, Status } from '../verdict.ts'
import { judgeSpread } from './judge-spread.ts'
import { judgeValues } from './judge-values.ts'
import { remedyOf } from './remedy.ts'
import { applyWaivers, waiverStates } from './waivers.ts'
import { gateReason } from './wording.ts'

export interface JudgeOptions {
  /** The day that waivers are held against, `2026-11-23`. A decision reads no clock: the caller does. */
  readonly asOf: string
  readonly catalogue: MeasureCatalogue
}

/**
 * What a policy says of some evidence. Pure: no clock, no network, no data; the same in CI, on a server, in a browser.
 *
 * A gate whose measurements the evidence lacks is an `error`, never a pass: the policy asks for more than was measured.
 */
export function judge(policy: Policy, evidence: Evidence, options: JudgeOptions): PolicyVerdict {
  const found = indexOf(evidence)
  const gates = policy.gates.map((gate) => judgeGate(policy, gate, found, options))
  return {
    model: policy.model,
    file: policy.file,
    description: policy.description,
    owners: policy.owners,
    verdict: worst(gates.map(({ status, blocking }) => (blocking ? status : 'pass'))),
    policySha256: policy.sha256,
    datasets: evidence.datasets.map(({ name, rows }) => ({ name, rows })),
    gates,
    waivers: waiverStates(policy.waivers, gates, options.asOf),
  }
}

/** Several policies judged in one run, the verdict being the worst. */
export function checkResult(policies: readonly PolicyVerdict[]): CheckResult {
  return { schema: 'sluice.verdict/1', verdict: worst(policies.map((policy) => policy.verdict)), policies }
}

function judgeGate(
  policy: Policy,
  gate: Gate,
  found: ReadonlyMap<string, MeasurementEvidence[]>,
  options: JudgeOptions,
): GateVerdict {
  const measure = options.catalogue.measures.get(gate.metric.name)
  const asked = keysOf(gate).filter((key) => gate.slices.length === 0 || key.partition !== null)
  const lacking = asked.filter((key) => !found.has(keyText(key)))
  const measured = asked.flatMap((key) => found.get(keyText(key)) ?? [])
  const judgeMeasured = isSpread(gate) ? judgeSpread : judgeValues
  const judged = lacking.length > 0 ? [] : judgeMeasured(gate, measured)
  const measurements = applyWaivers(judged, gate, policy.waivers, options.asOf)
  const status = lacking.length > 0 ? 'error' : statusOf(measurements, gate)
  const verdict: Omit<GateVerdict, 'reason' | 'remedy'> = {
    name: gate.name,
    status,
    severity: gate.severity,
    blocking: blocks(status, gate),
    metric: gate.metric.name,
    metricLabel: measure?.describe.label ?? gate.metric.name,
    direction: measure?.direction ?? 'target',
    dataset: gate.on.join(' and '),
    model: gate.model,
    versus: gate.versus,
    condition: conditionOf(gate),
    judgedBy: {
      proof: gate.proof,
      confidence: gate.confidence,
      correction: corrects(gate, measurements) ? gate.correction : null,
      family: measurements.length,
    },
    why: gate.why,
    location: gate.location,
    measurements,
  }
  const reason =
    lacking.length > 0
      ? lackingReason(
          gate,
          lacking.map((key) => key.partition ?? 'all'),
        )
      : gateReason(verdict)
  return { ...verdict, reason, remedy: status === 'pass' ? null : remedyOf(verdict, gate) }
}

/** A gate is as bad as its worst measurement; nothing measured at all is nothing known. */
function statusOf(measurements: readonly MeasurementVerdict[], gate: Gate): Status {
  const statuses = new Set(measurements.map((measurement) => measurement.status))
  if (statuses.has('error')) return 'error'
  if (statuses.has('fail')) return gate.severity === 'warn' ? 'warn' : 'fail'
  if (statuses.has('inconclusive') || statuses.size === 0)
    return gate.onInconclusive === 'warn' ? 'warn' : 'inconclusive'
  return statuses.has('waived') ? 'waived' : 'pass'
}

/** Only what blocks counts towards the policy's verdict, and an error always does. */
function blocks(status: Status, { severity, onInconclusive }: Gate): boolean {
  if (status === 'error') return true
  if (severity === 'warn') return false
  return status === 'fail' || (status === 'inconclusive' && onInconclusive === 'fail')
}

const severities: readonly Status[] = ['error', 'fail', 'inconclusive']

function worst(statuses: readonly Status[]): Status {
  return severities.find((status) => statuses.includes(status)) ?? 'pass'
}

function isSpread(gate: Gate): boolean {
  return ['max_gap', 'max_disparity', 'min_ratio'].includes(gate.condition.kind)
}

function corrects(gate: Gate, measurements: readonly MeasurementVerdict[]): boolean {
  const claims = gate.proof === 'unrefuted' || (gate.proof === 'proven' && gate.correctionDeclared)
  return gate.correction !== 'none' && measurements.length > 1 && claims
}

function conditionOf({ condition, on }: Gate): Record<string, unknown> {
  if (condition.kind === 'between') return { between: [condition.lower, condition.upper] }
  return condition.kind === 'max_gap'
    ? { max_gap: condition.bound, between: on }
    : { [condition.kind]: condition.bound }
}

function lackingReason(gate: Gate, slices: readonly string[]): string {
  const where = slices.join(', ')
  return `The evidence holds no ${gate.metric.name} of ${gate.model} on ${gate.on.join(' and ')} for ${where}: it was measured under another policy.`
}

function indexOf(evidence: Evidence): Map<string, MeasurementEvidence[]> {
  const index = new Map<string, MeasurementEvidence[]>()
  for (const measurement of evidence.measurements) {
    const key = keyText(measurement)
    index.set(key, [...(index.get(key) ?? []), measurement])
  }
  return index
}
