const steps = [
  { unit: 'year', seconds: 31_557_600 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'week', seconds: 604_800 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** `3 hours ago`, `yesterday`, `just now`; the future as `in 2 days`. */
export function relativeText(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const step = steps.find((each) => Math.abs(seconds) >= each.seconds)
  return step === undefined ? 'just now' : relative.format(Math.trunc(seconds / step.seconds), step.unit)
}

/** `24 Nov 2026, 09:31` in the reader's own time zone. */
export function momentText(at: Date): string {
  return moment.format(at)
}

/** `31 Dec 2026`, of a day without a time. */
export function dayText(isoDay: string): string {
  return day.format(new Date(`${isoDay}T00:00:00Z`))
}

/** Whole days from one day to another, both `2026-12-31`; negative where the first is later. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** Today in UTC, the zone that waivers are held against. */
export function today(now: Date): string {
  return now.toISOString().slice(0, 10)
}
