import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTable } from '@sluice/dataset'
import type { Columns } from '@sluice/robustness'
import reference from '../fixtures/classifiers/reference.json' with { type: 'json' }

/** Classifiers with an output of labels beside the probabilities, and what scikit-learn gives the first rows. */
export const classifierFolder = fileURLToPath(new URL('../fixtures/classifiers', import.meta.url))

const policies = fileURLToPath(new URL('../../../../policies', import.meta.url))
const tables = { credit: 'credit-default', soil: 'land-cover' } as const

export interface Rows {
  readonly columns: Columns
  readonly order: readonly string[]
}

/** The first rows of a test table, as the classifiers read them: those whose answers are kept. */
export async function firstRows(table: keyof typeof tables): Promise<Rows> {
  const { order } = JSON.parse(readFileSync(`${classifierFolder}/${table}.json`, 'utf8')) as { order: string[] }
  const read = await readTable({
    paths: ['data/test.parquet'],
    directory: `${policies}/${tables[table]}`,
    columns: order.map((name) => ({ name, as: 'number' })),
    slices: [],
  })
  const rows = reference.credit.labels.length
  const columns = order.map((name) => {
    const column = read.columns.get(name)
    if (column?.kind !== 'number') throw new Error(`${name} is not read as numbers`)
    return { name, kind: 'number', values: column.values.slice(0, rows) } as const
  })
  return { columns, order }
}

/** What scikit-learn gives the rows for one class. */
export function probabilitiesOf(model: keyof typeof reference, place: number): number[] {
  return reference[model].probabilities.map((row) => row[place]!)
}

export { reference }
