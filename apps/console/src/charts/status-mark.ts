import type { Status } from '@sluice/gates'

const circle = 'M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z'
const diamond = 'M0-6L6 0L0 6L-6 0Z'
const square = 'M-4-4H4V4H-4Z'

/** An estimate's mark, around its own origin: a shape for each kind of status, so that colour is not needed to tell them apart. */
export const statusMark: Readonly<Record<Status, string>> = {
  pass: circle,
  inconclusive: circle,
  fail: diamond,
  error: diamond,
  warn: square,
  waived: square,
  skipped: square,
}
