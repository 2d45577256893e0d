import { mixedUp, withValuesOf } from './column-mix-up.ts'
import { count, type Perturbation } from './perturbation.ts'

/** Fields in a wrong order: a file whose columns moved while its reader counts on their places. */
export const permutedColumns: Perturbation = {
  name: 'permuted_columns',
  summary: 'Moves the values of `amount` columns around: each gets those of the next.',
  kinds: ['number', 'integer', 'category', 'boolean', 'text'],
  severities: [2, 3, 4, 5, 6],
  ...count(2),
  change(columns, targets, amount, randomOf) {
    const ring = mixedUp(columns, targets, amount, randomOf('permuted columns'))
    const sourceOf = new Map(ring.map((position, i) => [position, ring[(i + 1) % ring.length]!]))
    return columns.map((column, position) => withValuesOf(column, columns[sourceOf.get(position) ?? position]!))
  },
}
