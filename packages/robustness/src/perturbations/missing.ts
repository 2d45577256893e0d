import { isNumeric } from '../columns/column.ts'
import { byColumn, type Perturbation, share } from './perturbation.ts'

/** Values that did not arrive, completely at random. */
export const missing: Perturbation = {
  name: 'missing',
  summary: 'Removes a share `amount` of the values of each column.',
  kinds: ['number', 'integer', 'category', 'boolean', 'text', 'time'],
  severities: [0.01, 0.05, 0.1, 0.2, 0.4],
  ...share,
  change: byColumn((column, amount, random) =>
    isNumeric(column)
      ? { ...column, values: column.values.map((value) => (random.uniform() < amount ? Number.NaN : value)) }
      : { ...column, values: column.values.map((cell) => (random.uniform() < amount ? null : cell)) },
  ),
}
