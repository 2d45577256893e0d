import type { Gate } from '@sluice/policy'
import { type Unit, unitSymbols } from '@sluice/policy/parse'
import type { Uncertainty } from '@sluice/stats'
import type { GateVerdict, MeasurementVerdict } from '../verdict.ts'
import type { Assessment } from './assess.ts'
import type { Shortage } from './shortage.ts'
import type { Spread } from './spread.ts'

/** A number as a sentence shows it: four significant digits, no exponent for ordinary sizes. */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2)
  return String(Number(value.toPrecision(size < 1 ? 3 : 4)))
}

/** A number with what it counts: `0.7`, `25 ms`. */
function counted(value: number, unit: Unit | undefined): string {
  return unit === undefined ? short(value) : `${short(value)} ${unitSymbols[unit]}`
}

/** A condition in words: `at least 0.7`, `at most 25 ms`, `no more than 0.02 below baseline`. */
export function conditionWords(gate: Pick<Gate, 'condition' | 'versus' | 'on'>, unit?: Unit): string {
  const { condition, versus } = gate
  const amount = (value: number) => counted(value, unit)
  switch (condition.kind) {
    case 'min':
      return `at least ${amount(condition.bound)}`
    case 'max':
      return `at most ${amount(condition.bound)}`
    case 'equals':
      return `exactly ${amount(condition.bound)}`
    case 'between':
      return `between ${amount(condition.lower)} and ${amount(condition.upper)}`
    case 'min_delta':
      if (condition.bound === 0) return `no lower than ${versus}`
      return condition.bound > 0
        ? `at least ${amount(condition.bound)} above ${versus}`
        : `no more than ${amount(-condition.bound)} below ${versus}`
    case 'max_delta':
      if (condition.bound === 0) return `no higher than ${versus}`
      return condition.bound > 0
        ? `no more than ${amount(condition.bound)} above ${versus}`
        : `at least ${amount(-condition.bound)} below ${versus}`
    case 'max_gap':
      return `${gate.on.join(' and ')} within ${amount(condition.bound)} of each other`
    case 'max_disparity':
      return `slices within ${amount(condition.bound)} of each other`
    case 'max_latency_ratio':
      return `at most ${short(condition.bound)} times that of ${versus}`
    case 'min_ratio':
      return `the lowest slice at least ${short(condition.bound)} times the highest`
  }
}

/** The name that reports print beside an interval; `null` without one. */
export function intervalName(uncertainty: Uncertainty | null): string | null {
  return uncertainty === null ? null : uncertainty.method
}

interface Behind {
  readonly shortage: Shortage | null
  readonly assessment: Assessment | null
  readonly cannotExist: boolean
  readonly unit?: Unit | undefined
}

/** One sentence on one measurement: what was expected, what was seen, and why that is (not) enough. */
export function measurementReason(verdict: Omit<MeasurementVerdict, 'reason'>, gate: Gate, behind: Behind): string {
  const expected = conditionWords(gate, behind.unit)
  if (behind.cannotExist)
    return `Each slice holds one class only, so ${gate.metric.name} cannot exist on any of them: the slice column repeats the label.`
  if (behind.shortage !== null) return shortageReason(verdict, gate, behind.shortage, behind.unit)
  const least = verdict.atLeast ? 'at least ' : ''
  const seen = `${least}${counted(verdict.value!, behind.unit)}${intervalText(verdict)}`
  if (gate.proof === 'point') return `${seen}, expected ${expected}.`
  switch (verdict.status) {
    case 'fail':
      return `${seen}: the whole interval is beyond the bound, expected ${expected}.`
    case 'inconclusive':
      return corrected(verdict)
        ? `${seen}: the interval alone would prove ${expected}, but not over all slices${familyText(verdict)}.`
        : `${seen}: the interval holds the bound, so ${expected} is neither proven nor refuted.`
    default:
      if (gate.proof === 'proven') return `${seen}: the whole interval is ${expected}.`
      return behind.assessment?.meets === true
        ? `${seen}, expected ${expected}.`
        : `${seen}: below expectation (${expected}), but chance alone can explain it${familyText(verdict)}.`
  }
}

/** One sentence on a gap between slices or datasets. */
export function spreadReason(
  verdict: Omit<MeasurementVerdict, 'reason'>,
  gate: Gate,
  compared: Spread | null,
  leftOut: number,
): string {
  if (compared === null)
    return `Fewer than two of the ${gate.condition.kind === 'max_gap' ? 'datasets' : 'slices'} have a value with an interval, so nothing can be compared.`
  const name = (member: Spread['from']) => (gate.condition.kind === 'max_gap' ? member.dataset : member.slice)
  const ends = `${name(compared.from)} ${short(compared.from.value!)} and ${name(compared.to)} ${short(compared.to.value!)}`
  const seen = `${ends}: ${gate.condition.kind === 'min_ratio' ? 'ratio' : 'gap'} ${short(compared.value)}${intervalText(verdict)}, expected ${conditionWords(gate)}`
  if (verdict.status === 'inconclusive') {
    return leftOut > 0 ? `${seen}; ${leftOut} too small to be compared.` : `${seen}; the interval holds the bound.`
  }
  return `${seen}.`
}

/** One sentence on a whole gate. */
export function gateReason(gate: Omit<GateVerdict, 'reason' | 'remedy'>): string {
  const { measurements } = gate
  if (measurements.length === 0) return 'Nothing was measured: no row is in any of its slices.'
  if (measurements.length === 1) return prefixed(measurements[0]!)
  const count = (status: MeasurementVerdict['status']) => measurements.filter((m) => m.status === status).length
  const parts = (['error', 'fail', 'inconclusive', 'waived', 'pass'] as const)
    .map((status) => ({ status, n: count(status) }))
    .filter(({ n }) => n > 0)
    .map(({ status, n }) => `${n} ${verbs[status][n === 1 ? 0 : 1]}`)
  const first =
    measurements.find((m) => m.status === 'error' || m.status === 'fail') ??
    measurements.find((m) => m.status === 'inconclusive')
  const summary = `Of ${measurements.length} slices ${parts.join(', ')}`
  return first === undefined ? `${summary}.` : `${summary}; first ${prefixed(first)}`
}

const verbs = {
  error: ['is in error', 'are in error'],
  fail: ['fails', 'fail'],
  inconclusive: ['cannot be decided', 'cannot be decided'],
  waived: ['is waived', 'are waived'],
  pass: ['passes', 'pass'],
} as const

function prefixed({ slice, reason }: MeasurementVerdict): string {
  return slice === 'all' ? reason : `${slice}: ${reason}`
}

function shortageReason(
  verdict: Omit<MeasurementVerdict, 'reason'>,
  gate: Gate,
  shortage: Shortage,
  unit: Unit | undefined,
): string {
  const more = shortage.rowsNeeded === null ? '' : `; about ${shortage.rowsNeeded} more rows are needed`
  switch (shortage.kind) {
    case 'search':
      return `Found by the search and measured on the same rows, so it looks as bad as it was picked for${shortage.rowsNeeded === null ? '' : `; with about ${shortage.rowsNeeded} more rows of any kind some are kept back to measure it on`}.`
    case 'rows':
      return `${verdict.n} rows${shortage.counted < verdict.n ? `, worth ${shortage.counted} by their weights` : ''}, the gate asks for ${gate.minRows}${more}.`
    case 'positives':
      return `${verdict.positives ?? 'no'} positives in ${verdict.n} rows, the gate asks for ${gate.minPositives}${more}.`
    case 'undefined':
      return shortage.rowsNeeded === null
        ? (verdict.note ?? 'The measure has no value on these rows.')
        : `${verdict.note ?? 'Too few rows'}${more}.`
    case 'out_of_reach':
      return `At least ${counted(verdict.value!, unit)}, expected ${conditionWords(gate, unit)}: ${verdict.note ?? 'nothing beyond that was looked at'}.`
    case 'no_interval':
      return `${counted(verdict.value!, unit)}, but no interval can be given${verdict.note === undefined ? '' : ` (${verdict.note})`}, so nothing is proven or refuted.`
  }
}

function intervalText(verdict: Omit<MeasurementVerdict, 'reason'>): string {
  return verdict.lower === null ? '' : ` [${short(verdict.lower)}, ${short(verdict.upper!)}]`
}

/** Whether only the correction for many slices stands between an interval and its claim. */
function corrected({ pValue, adjustedPValue, level }: Omit<MeasurementVerdict, 'reason'>): boolean {
  return pValue !== null && adjustedPValue !== null && pValue <= 1 - level && adjustedPValue > 1 - level
}

function familyText(verdict: Omit<MeasurementVerdict, 'reason'>): string {
  const { pValue, adjustedPValue } = verdict
  if (pValue === null || adjustedPValue === null || adjustedPValue === pValue) return ''
  return ` (p ${short(pValue)}, ${short(adjustedPValue)} over all slices)`
}
