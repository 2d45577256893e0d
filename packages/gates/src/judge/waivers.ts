import type { Gate, Waiver } from '@sluice/policy'
import type { GateVerdict, MeasurementVerdict, WaiverVerdict } from '../verdict.ts'

/**
 * Lets dated exceptions cover what they name: a gate, or one slice of it. Only failures and inconclusive answers are
 * covered; an error is a mistake, not a risk that somebody can accept. A waiver holds through its day.
 */
export function applyWaivers(
  measurements: readonly MeasurementVerdict[],
  gate: Gate,
  waivers: readonly Waiver[],
  asOf: string,
): MeasurementVerdict[] {
  const active = activeWaivers(gate, waivers, asOf)
  return measurements.map((measurement) => {
    const waiver = active.find(({ slice }) => slice === null || slice === measurement.slice)
    if (waiver === undefined || (measurement.status !== 'fail' && measurement.status !== 'inconclusive'))
      return measurement
    const until = `waived until ${waiver.until} by ${waiver.approvedBy}: ${waiver.reason}`
    return { ...measurement, status: 'waived', reason: `${measurement.reason} (${until})`, waivedBy: waiver.approvedBy }
  })
}

/** The waivers of a gate that hold on a day. */
export function activeWaivers(gate: Gate, waivers: readonly Waiver[], asOf: string): Waiver[] {
  return waivers.filter((waiver) => waiver.gate === gate.name && waiver.until >= asOf)
}

function isAbout({ slice }: Waiver, { slice: judged, compared }: MeasurementVerdict): boolean {
  return slice === null || slice === judged || compared?.includes(slice) === true
}

/** Where each waiver stands: one that covers nothing any more should be deleted, an expired one counts for nothing. */
export function waiverStates(waivers: readonly Waiver[], gates: readonly GateVerdict[], asOf: string): WaiverVerdict[] {
  return waivers.map((waiver) => {
    const gate = gates.find(({ name }) => name === waiver.gate)
    const covers = gate?.measurements.some((m) => m.status === 'waived' && isAbout(waiver, m))
    return {
      gate: waiver.gate,
      slice: waiver.slice,
      until: waiver.until,
      reason: waiver.reason,
      approvedBy: waiver.approvedBy,
      state: waiver.until < asOf ? 'expired' : covers === true ? 'active' : 'unused',
    }
  })
}
