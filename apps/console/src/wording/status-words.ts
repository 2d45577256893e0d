import type { Status } from '@sluice/gates'
import { statusOrder } from '@sluice/report/words'

/** How people read a status. */
export const statusWord: Readonly<Record<Status, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  warn: 'Warn',
  inconclusive: 'Inconclusive',
  waived: 'Waived',
  skipped: 'Skipped',
  error: 'Error',
}

/** Grows as a status gets better; for sorting the worst first. */
export const statusRank = (status: Status): number => statusOrder.indexOf(status)
