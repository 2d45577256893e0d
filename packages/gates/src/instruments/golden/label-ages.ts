import type { GoldenDefinition } from '@sluice/policy'
import { quantiles } from '@sluice/stats'
import type { GoldenAge } from './golden-evidence.ts'

const day = 86_400_000

/**
 * How old the labels are.
 *
 * @param labelled milliseconds since 1970 of each row's label, NaN where missing; `null` where one day is declared for all
 * @returns `null` where no day is declared, no row has one, or there is no day to hold them against
 */
export function labelAges(
  { labelledAt, refresh }: GoldenDefinition,
  labelled: Float64Array | null,
  asOf: string | null,
): GoldenAge | null {
  if (labelledAt === null || asOf === null) return null
  const times = labelled ?? Float64Array.of(Date.parse(`${'date' in labelledAt ? labelledAt.date : ''}T00:00:00Z`))
  const present = times.filter((time) => !Number.isNaN(time)).map((time) => Math.floor(time / day))
  if (present.length === 0) return null
  const today = Date.parse(`${asOf}T00:00:00Z`) / day
  const [first, middle, last] = quantiles(present, [0, 0.5, 1])!
  return {
    asOf,
    oldest: today - first!,
    median: today - middle!,
    newest: today - last!,
    undated: times.length - present.length,
    refresh: refresh === null ? null : dueAfter(first!, refresh, asOf),
  }
}

/** The day on which labels of a day are due again; from the end of a longer month on its last day. */
function dueAfter(labelled: number, rule: string, asOf: string): GoldenAge['refresh'] {
  const [, years, months, weeks, days] = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/
    .exec(rule)!
    .map((part) => Number(part ?? 0))
  const start = new Date(labelled * day)
  const month = start.getUTCMonth() + months! + 12 * years!
  const lastOfMonth = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const inMonth = Date.UTC(start.getUTCFullYear(), month, Math.min(start.getUTCDate(), lastOfMonth))
  const due = new Date(inMonth + (7 * weeks! + days!) * day).toISOString().slice(0, 10)
  return { rule, due, overdue: asOf > due }
}

/** Whether a day of labelling lies after the day of the run. */
export function isAhead({ newest }: GoldenAge): boolean {
  return newest < 0
}
