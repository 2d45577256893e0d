import type { Status } from '@sluice/gates'

/** Every status of a verdict, a gate or a measurement. */
export const statuses = [
  'pass',
  'fail',
  'warn',
  'inconclusive',
  'waived',
  'skipped',
  'error',
] as const satisfies readonly Status[]
