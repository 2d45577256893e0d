import { asKind } from '../columns/column.ts'
import { byNumber, type Perturbation } from './perturbation.ts'

/** Values in another unit: thousands for units, cents for euros. */
export const unitMistake: Perturbation = {
  name: 'unit_mistake',
  summary: 'Multiplies every value by `amount`; whole numbers are rounded.',
  kinds: ['number', 'integer'],
  severities: [0.1, 10, 0.01, 100, 1000],
  amounts: 'a finite factor above 0 other than 1',
  accepts: (amount) => amount > 0 && amount < Infinity && amount !== 1,
  change: byNumber((column, factor) => (value) => asKind(column.kind, value * factor)),
}
