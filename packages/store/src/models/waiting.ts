import type { Status } from '@sluice/gates'
import type { Waiting } from '../records.ts'

/** A gate of the last evaluation that did not get through. */
export interface HeldGate {
  readonly gate: string
  readonly status: Status
  readonly slice: string | null
  readonly reason: string
}

export interface DatedWaiver {
  readonly gate: string
  readonly slice: string | null
  readonly until: string
  readonly reason: string
}

/** A waiver that ends within so many days is worth a look. */
const soon = 14

const kinds: Partial<Record<Status, Waiting['kind']>> = {
  error: 'error',
  fail: 'failing',
  inconclusive: 'inconclusive',
}

/**
 * What a person has to look at: gates first, in the verdict's order, then waivers, those that end first in front.
 *
 * @param today `2026-11-24`
 */
export function waitingFor(gates: readonly HeldGate[], waivers: readonly DatedWaiver[], today: string): Waiting[] {
  const held = gates.flatMap(({ gate, status, slice, reason }): Waiting[] => {
    const kind = kinds[status]
    return kind === undefined ? [] : [{ kind, gate, slice, text: reason }]
  })
  const dated = waivers
    .toSorted((a, b) => (a.until < b.until ? -1 : 1))
    .flatMap((waiver): Waiting[] => {
      const days = daysBetween(today, waiver.until)
      return days > soon ? [] : [{ ...endOf(waiver.until, days), gate: waiver.gate, slice: waiver.slice }]
    })
  return [...held, ...dated]
}

function endOf(until: string, days: number): Pick<Waiting, 'kind' | 'text'> {
  if (days < 0) return { kind: 'waiver-expired', text: `The waiver ended on ${until}.` }
  const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`
  return { kind: 'waiver-ends', text: `The waiver ends ${when}, on ${until}.` }
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
