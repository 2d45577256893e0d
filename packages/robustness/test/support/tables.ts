import { createRandom } from '@sluice/stats'
import type { Column, Columns } from '../../src/index.ts'

/** A table with a column of every kind, some values missing. */
export function mixedTable(rows: number, seed = 'table'): Columns {
  const random = createRandom(seed)
  const numbers = (make: () => number) => Float64Array.from({ length: rows }, make)
  const cells = <T>(make: () => T) => Array.from({ length: rows }, make)
  const columns: Column[] = [
    { name: 'row', kind: 'integer', values: Float64Array.from({ length: rows }, (_, row) => row) },
    {
      name: 'income',
      kind: 'number',
      values: numbers(() => (random.uniform() < 0.1 ? Number.NaN : 900 * random.normal())),
    },
    { name: 'balance', kind: 'number', values: numbers(() => random.uniform() * 5e4) },
    { name: 'age', kind: 'integer', values: numbers(() => random.integer(18, 90)) },
    { name: 'months', kind: 'integer', values: numbers(() => random.integer(-2, 8)) },
    { name: 'school', kind: 'category', values: cells(() => [1, 2, 3, null][random.integer(0, 3)]!) },
    { name: 'region', kind: 'category', values: cells(() => ['north', 'south', 'west'][random.integer(0, 2)]!) },
    { name: 'owner', kind: 'boolean', values: cells(() => random.uniform() < 0.5) },
    {
      name: 'note',
      kind: 'text',
      values: cells(() => ['Paid in time, twice', 'called Monday', null][random.integer(0, 2)]!),
    },
    { name: 'since', kind: 'time', values: numbers(() => random.integer(0, 1.6e12)) },
  ]
  return columns
}

/** A score of the mixed table in which every column but the row has a part. */
export function mixedScore(columns: Columns): Float64Array {
  const [, income, balance, age, months, school, region, owner] = columns
  return Float64Array.from(income!.values as Float64Array, (_, row) => {
    const at = (column: Column | undefined) => Number(column!.values[row] ?? 0) || 0
    const sum =
      at(income) / 900 -
      at(balance) / 5e4 +
      at(age) / 40 -
      at(months) / 4 +
      at(school) / 2 +
      (region!.values[row] === 'south' ? 0.8 : 0) -
      (owner!.values[row] === true ? 0.5 : 0)
    return 1 / (1 + Math.exp(-(sum - 1.5)))
  })
}
