import { byNumber, type Perturbation } from './perturbation.ts'

const millisecondsPerDay = 86_400_000

/** Times that are all late or early: a wrong time zone, a clock that is off, a feature that is a month old. */
export const timeShift: Perturbation = {
  name: 'time_shift',
  summary: 'Moves every time by `amount` days.',
  kinds: ['time'],
  severities: [1 / 24, 1, 7, 30, 365],
  amounts: 'a finite number of days other than 0',
  accepts: (amount) => Number.isFinite(amount) && amount !== 0,
  change: byNumber((_column, days) => (value) => value + Math.round(days * millisecondsPerDay)),
}
