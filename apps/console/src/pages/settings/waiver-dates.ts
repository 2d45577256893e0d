import type { WaiverRecord } from '../../api/records.ts'
import { counted, daysBetween } from '../../wording/index.ts'

type Dated = Pick<WaiverRecord, 'until' | 'state'>

const soonDays = 14

/** By the day they end; those of one day by model and gate. */
export function soonestFirst<Waiver extends Pick<WaiverRecord, 'until' | 'model' | 'gate'>>(
  waivers: readonly Waiver[],
): Waiver[] {
  return waivers.toSorted(
    (a, b) => a.until.localeCompare(b.until) || a.model.localeCompare(b.model) || a.gate.localeCompare(b.gate),
  )
}

/** `late` once it ended, `soon` within two weeks; `null` while there is time. */
export function urgencyOf({ until }: Dated, day: string): 'late' | 'soon' | null {
  const left = daysBetween(day, until)
  if (left < 0) return 'late'
  return left <= soonDays ? 'soon' : null
}

/** `ends in 12 days`, `ends today`, `ended 3 days ago`; and whether it covers anything. */
export function waiverWords({ until, state }: Dated, day: string): string {
  const left = daysBetween(day, until)
  const when =
    left < 0 ? `ended ${counted(-left, 'day')} ago` : left === 0 ? 'ends today' : `ends in ${counted(left, 'day')}`
  return state === 'unused' && left >= 0 ? `${when}, covers nothing` : when
}
