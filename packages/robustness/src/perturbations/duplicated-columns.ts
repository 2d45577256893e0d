import { mixedUp, withValuesOf } from './column-mix-up.ts'
import { count, type Perturbation } from './perturbation.ts'

/** A join that wrote one field into another's place as well. */
export const duplicatedColumns: Perturbation = {
  name: 'duplicated_columns',
  summary: 'Overwrites `amount` columns, each with the values of another one.',
  kinds: ['number', 'integer', 'category', 'boolean', 'text'],
  severities: [1, 2, 3, 4, 5],
  ...count(1),
  change(columns, targets, amount, randomOf) {
    const [source, ...overwritten] = mixedUp(columns, targets, amount + 1, randomOf('duplicated columns'))
    const chosen = new Set(overwritten)
    return columns.map((column, position) => (chosen.has(position) ? withValuesOf(column, columns[source!]!) : column))
  },
}
