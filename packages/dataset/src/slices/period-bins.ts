import type { OrderedValues } from '../columns/ordered-sink.ts'
import type { Bins } from './bin-partition.ts'
import { mostSlices, tooManySlices } from './partition.ts'

export type Period = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

const hour = 3_600_000
const day = 24 * hour

/** Number of the period that a time (milliseconds since 1970, UTC) falls into, ascending with time. */
const numberOf: Readonly<Record<Period, (time: number) => number>> = {
  hour: (time) => Math.floor(time / hour),
  day: (time) => Math.floor(time / day),
  // 1970-01-01 was a Thursday; weeks start on Monday (ISO 8601).
  week: (time) => Math.floor((Math.floor(time / day) + 3) / 7),
  month: (time) => monthOf(time),
  quarter: (time) => Math.floor(monthOf(time) / 3),
  year: (time) => Math.floor(monthOf(time) / 12),
}

const labelOf: Readonly<Record<Period, (period: number) => string>> = {
  hour: (period) => new Date(period * hour).toISOString().slice(0, -11),
  day: (period) => new Date(period * day).toISOString().slice(0, -14),
  week: (period) => weekLabel(period * 7 - 3),
  month: (period) => `${Math.floor(period / 12)}-${String((((period % 12) + 12) % 12) + 1).padStart(2, '0')}`,
  quarter: (period) => `${Math.floor(period / 4)}-Q${(((period % 4) + 4) % 4) + 1}`,
  year: (period) => String(period),
}

/**
 * One slice for each calendar period (UTC) that has rows: `2024-03-05T14`, `2024-03-05`, `2024-W10` (ISO 8601 weeks),
 * `2024-03`, `2024-Q1`, `2024`.
 */
export function periodBins(name: string, ordered: OrderedValues, every: Period): Bins {
  const periodOf = numberOf[every]
  const { values } = ordered
  const seen = new Set<number>()
  let last = Number.NaN
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    const period = periodOf(values[i])
    if (period === last) continue
    last = period
    seen.add(period)
    if (seen.size > mostSlices) throw tooManySlices(name, seen.size)
  }
  const periods = [...seen].sort((a, b) => a - b)
  const codes = new Map(periods.map((period, code) => [period, code]))
  return {
    labels: periods.map(labelOf[every]),
    binOf: (time) => codes.get(periodOf(time)) ?? -1,
    missing: 'missing',
  }
}

/** Months since year 0, by Howard Hinnant's days-to-civil algorithm ("chrono-Compatible Low-Level Date Algorithms"). */
function monthOf(time: number): number {
  const days = Math.floor(time / day) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153) // 0 is March
  return (yearOfEra + era * 400) * 12 + month + 2
}

/** A week belongs to the year of its Thursday. */
function weekLabel(monday: number): string {
  const thursday = monday + 3
  const year = Math.floor(monthOf(thursday * day) / 12)
  const first = Math.floor(Date.UTC(year, 0, 1) / day)
  return `${year}-W${String(Math.floor((thursday - first) / 7) + 1).padStart(2, '0')}`
}
