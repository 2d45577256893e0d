import { UsageError } from './failure.ts'

/** Today's date in UTC, `2026-11-23`: the one place where a run reads the clock. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** @throws UsageError where the text is not a calendar day */
export function toDate(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  if (day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text
  throw new UsageError(`--as-of takes a day such as 2026-11-23, not '${text}'`)
}
