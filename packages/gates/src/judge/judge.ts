import type { Gate, MeasureCatalogue, Policy } from '@sluice/policy'
import { changedDefinitions, definitionsNeeded } from '../definitions.ts'
import type { Evidence, MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { keysOf, keyText } from '../plan.ts'
import type { CheckResult, GateVerdict, MeasurementVerdict, NoteVerdict, PolicyVerdict, Status } from '../verdict.ts'
import { judgeSpread } from './judge-spread.ts'
import { judgeValues } from './judge-values.ts'
import { remedyOf } from './remedy.ts'
import { eligibleSlices, failedSearches, findingOf } from './searches.ts'
import { activeWaivers, applyWaivers, waiverStates } from './waivers.ts'
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
  const found = lookUp(policy, evidence)
  const gates = policy.gates.map((gate) => judgeGate(policy, gate, evidence, found, options))
  return {
    model: policy.model,
    file: policy.file,
    description: policy.description,
    owners: policy.owners,
    verdict: worst(gates.map(({ status, blocking }) => (blocking ? status : 'pass'))),
    policySha256: policy.sha256,
    asOf: options.asOf,
    datasets: evidence.datasets.map(({ name, rows }) => ({ name, rows })),
    notes: notesOf(evidence),
    gates,
    waivers: waiverStates(policy.waivers, gates, options.asOf),
    ...(policy.variants !== undefined && evidence.variants !== undefined && { variants: evidence.variants }),
  }
}

/** The notes of all datasets, each once. */
function notesOf({ datasets }: Evidence): NoteVerdict[] {
  const texts = new Set(datasets.flatMap(({ notes }) => notes))
  return [...texts].map((text) => ({
    datasets: datasets.filter(({ notes }) => notes.includes(text)).map(({ name }) => name),
    text,
  }))
}

/** Several policies judged in one run, the verdict being the worst. */
export function checkResult(policies: readonly PolicyVerdict[]): CheckResult {
  return { schema: 'sluice.verdict/1', verdict: worst(policies.map((policy) => policy.verdict)), policies }
}

function judgeGate(policy: Policy, gate: Gate, evidence: Evidence, found: Found, options: JudgeOptions): GateVerdict {
  const fault = faultOf(policy, gate, evidence, found, options)
  const measured = fault === null ? asked(gate).flatMap((key) => found.measurements.get(keyText(key)) ?? []) : []
  const active = activeWaivers(gate, policy.waivers, options.asOf)
  const unit = options.catalogue.measures.get(gate.metric.name)?.unit
  const judged = isSpread(gate)
    ? judgeSpread(gate, measured, active)
    : [
        ...judgeValues(gate, measured, { unit, findingOf: (one) => findingOf(evidence, one) }),
        ...(fault === null ? failedSearches(policy, gate, evidence) : []),
      ]
  const measurements = applyWaivers(judged, gate, policy.waivers, options.asOf)
  const searched = fault === null && measurements.length === 0 && foundNothing(policy, gate, evidence)
  const status = fault !== null ? 'error' : searched ? 'pass' : statusOf(measurements, gate)
  const verdict = {
    ...aboutGate(gate, options),
    status,
    blocking: blocks(status, gate),
    judgedBy: judgedBy(gate, measurements),
    measurements,
  }
  const reason = fault ?? (searched ? emptySearch(eligibleSlices(policy, gate, evidence)) : gateReason(verdict))
  return {
    ...verdict,
    reason,
    remedy: status === 'pass' ? null : remedyOf(verdict, gate, options.catalogue.measures.get(gate.metric.name)),
  }
}

/** Everything that a verdict says of its gate whatever the evidence. */
function aboutGate(gate: Gate, { catalogue }: JudgeOptions) {
  const measure = catalogue.measures.get(gate.metric.name)
  const { stress } = gate.metric.options
  return {
    name: gate.name,
    severity: gate.severity,
    metric: gate.metric.name,
    metricLabel: measure?.describe.label ?? gate.metric.name,
    ...(measure?.unit !== undefined && { unit: measure.unit }),
    ...(measure?.counts !== undefined && { counts: measure.counts }),
    direction: measure?.direction ?? 'target',
    dataset: gate.on.join(' and '),
    model: gate.model,
    versus: gate.versus,
    ...(typeof stress === 'string' && { stress }),
    condition: conditionOf(gate),
    why: gate.why,
    location: gate.location,
  } as const
}

/** How the measurements were judged; the family is those that took part in it, not those too small to. */
function judgedBy(gate: Gate, measurements: readonly MeasurementVerdict[]): GateVerdict['judgedBy'] {
  const { proof, confidence, correction } = gate
  const family = proof === 'point' ? measurements.length : measurements.filter((m) => m.adjustedPValue !== null).length
  const corrects = correction !== 'none' && proof !== 'point' && family > 1
  return { proof, confidence, correction: corrects ? correction : null, family }
}

/** The measurements that a gate judges: all rows, or its slices. */
function asked(gate: Gate): MeasurementKey[] {
  return keysOf(gate).filter((key) => gate.slices.length === 0 || key.partition !== null)
}

/**
 * Why evidence cannot answer a gate's question, or `null`: it was measured under other definitions, or it lacks a
 * measurement that the gate asks for or a slice that the dataset has.
 */
function faultOf(
  policy: Policy,
  gate: Gate,
  evidence: Evidence,
  found: Found,
  { catalogue }: JudgeOptions,
): string | null {
  const changed = definitionsNeeded(gate, policy, catalogue).filter((name) => found.changed.has(name))
  if (changed.length > 0) {
    return `The evidence was measured under another policy: ${changed.map((name) => name.replace(':', ' ')).join(', ')} ${changed.length === 1 ? 'is' : 'are'} not what this policy says.`
  }
  const lacking = asked(gate).flatMap((key) => {
    const measured = found.measurements.get(keyText(key)) ?? []
    if (key.partition === null) return measured.length > 0 ? [] : ['all rows']
    const dataset = evidence.datasets.find(({ name }) => name === key.dataset)
    const slices = dataset?.slices[key.partition]
    if (slices === undefined) return [key.partition]
    return slices.filter((slice) => !measured.some((measurement) => measurement.slice === slice))
  })
  if (lacking.length === 0) return null
  const where = lacking.slice(0, 5).join(', ')
  return `The evidence holds no ${gate.metric.name} of ${gate.model} on ${gate.on.join(' and ')} for ${where}${lacking.length > 5 ? ', …' : ''}.`
}

/** Whether a gate is only about slices that are searched for, and the search came back empty-handed. */
function foundNothing(policy: Policy, gate: Gate, evidence: Evidence): boolean {
  const kinds = gate.slices.map((name) => policy.slices.find((slice) => slice.name === name)?.kind)
  const searched = kinds.length > 0 && kinds.every((kind) => kind === 'discover')
  const none = (dataset: string) =>
    gate.slices.every((name) => evidence.datasets.find((one) => one.name === dataset)?.slices[name]?.length === 0)
  return searched && gate.on.every(none)
}

function emptySearch(eligible: number): string {
  return `The search found no slice that is worse than the rest, of ${eligible.toLocaleString('en-US')} that were large enough.`
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

function conditionOf({ condition, on }: Gate): Record<string, unknown> {
  if (condition.kind === 'between') return { between: [condition.lower, condition.upper] }
  return condition.kind === 'max_gap'
    ? { max_gap: condition.bound, between: on }
    : { [condition.kind]: condition.bound }
}

/** What of the evidence every gate looks up. */
interface Found {
  readonly measurements: ReadonlyMap<string, readonly MeasurementEvidence[]>
  /** Names that meant something else when it was measured. */
  readonly changed: ReadonlySet<string>
}

function lookUp(policy: Policy, evidence: Evidence): Found {
  const measurements = new Map<string, MeasurementEvidence[]>()
  for (const measurement of evidence.measurements) {
    const key = keyText(measurement)
    const before = measurements.get(key)
    if (before === undefined) measurements.set(key, [measurement])
    else before.push(measurement)
  }
  return { measurements, changed: changedDefinitions(policy, evidence) }
}
