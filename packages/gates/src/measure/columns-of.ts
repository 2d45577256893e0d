import type { CategoryColumn, NumberColumn, Table } from '@sluice/dataset'
import type { DatasetDefinition } from '@sluice/policy'
import { inputError } from './input-error.ts'

/** A numeric column without a missing value; says which row is the first to lack one. */
export function numbers(table: Table, name: string, role: string, dataset: DatasetDefinition): Float64Array {
  const column = table.columns.get(name) as NumberColumn
  if (column.missing === 0) return column.values
  const first = column.values.findIndex((value) => Number.isNaN(value))
  throw inputError({
    code: `missing-${role}`,
    message: `${role} column '${name}' of '${dataset.name}' is missing or NaN in ${rows(column.missing)}, first in row ${first + 1}`,
    hint: `Fill or drop those rows where the table is made; a gate must not guess a ${role}.`,
    location: dataset.location,
    path: `datasets.${dataset.name}`,
  })
}

/** A coded column without a missing value. */
export function categories(table: Table, name: string, role: string, dataset: DatasetDefinition): CategoryColumn {
  const column = table.columns.get(name) as CategoryColumn
  refuseMissing(column, role, dataset)
  return column
}

/** The cluster of each row. Rows without a group must not be taken for one: that would be a cluster that nobody meant. */
export function groups(table: Table, name: string, dataset: DatasetDefinition): Uint32Array {
  const { codes } = categories(table, name, 'group', dataset)
  return codes instanceof Uint32Array ? codes : Uint32Array.from(codes)
}

/** Refuses a coded column that a row lacks; says which row is the first. */
export function refuseMissing(column: CategoryColumn, role: string, dataset: DatasetDefinition): void {
  if (column.missing === 0) return
  const first = (column.codes as Uint32Array).indexOf(column.missingCode)
  const own = role === 'group' ? ' A row that belongs to no other is a group of its own, with an id of its own.' : ''
  throw inputError({
    code: `missing-${role}`,
    message: `${role} column '${column.name}' of '${dataset.name}' is missing in ${rows(column.missing)}, first in row ${first + 1}`,
    hint: `Fill or drop those rows where the table is made; a gate must not guess a ${role}.${own}`,
    location: dataset.location,
    path: `datasets.${dataset.name}`,
  })
}

/** Row weights: present, finite, not negative, not all zero. */
export function weights(table: Table, name: string, dataset: DatasetDefinition): Float64Array {
  const values = numbers(table, name, 'weight', dataset)
  const bad = values.findIndex((value) => value < 0 || !Number.isFinite(value))
  if (bad < 0) return values
  throw inputError({
    code: 'bad-weight',
    message: `weight column '${name}' of '${dataset.name}' is ${values[bad]} in row ${bad + 1}; weights are finite and not negative`,
    hint: 'Correct the column, or take `weight` out of the policy.',
    location: dataset.location,
    path: `datasets.${dataset.name}`,
  })
}

/** Refuses ids that occur twice: doubled rows make every interval too narrow. */
export function refuseDuplicateIds(table: Table, name: string, dataset: DatasetDefinition): void {
  const { codes } = categories(table, name, 'id', dataset)
  const seen = new Uint8Array(codes.length + 1)
  let first = -1
  let duplicates = 0
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (seen[code] === 1) {
      duplicates++
      if (first < 0) first = row
    }
    seen[code] = 1
  }
  if (duplicates === 0) return
  throw inputError({
    code: 'duplicate-id',
    message: `id column '${name}' of '${dataset.name}' repeats in ${rows(duplicates)}, first in row ${first + 1}`,
    hint: 'Keep one row for each id, or name the column as `group` where several rows of one id are meant.',
    location: dataset.location,
    path: `datasets.${dataset.name}`,
  })
}

function rows(n: number): string {
  return n === 1 ? '1 row' : `${n.toLocaleString('en-US')} rows`
}
