import type { Column, Columns } from '@sluice/robustness'
import { ModelError } from '../model-error.ts'

/**
 * The columns that a model reads, in its order.
 *
 * @throws {ModelError} that names every column that is not there, and those that are
 */
export function chosenColumns(columns: Columns, wanted: readonly string[] | null, place: string): Columns {
  if (wanted === null) return columns
  const byName = new Map(columns.map((column) => [column.name, column]))
  const missing = wanted.filter((name) => !byName.has(name))
  if (missing.length === 0) return wanted.map((name) => byName.get(name) as Column)
  const others = columns.map(({ name }) => name).filter((name) => !wanted.includes(name))
  throw new ModelError({
    code: 'missing-column',
    place,
    message:
      `the model takes ${count(wanted.length, 'column')}, and the table lacks ${missing.join(', ')}; ` +
      (others.length === 0 ? 'it has no other column' : `it has besides ${others.join(', ')}`),
    hint: 'Rename the columns of the table, or the names in the `order` of the features file.',
  })
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
