import { fileURLToPath } from 'node:url'
import { readTable } from '@sluice/dataset'
import type { Columns } from '@sluice/robustness'
import features from '../../../../policies/credit-default/models/features.json' with { type: 'json' }

/** The policy of the credit cards: real clients, real models. */
export const creditFolder = fileURLToPath(new URL('../../../../policies/credit-default', import.meta.url))

export const featureNames: readonly string[] = features.order

export interface Credit {
  readonly columns: Columns
  /** What the model gave the same rows where it was trained. */
  readonly candidate: Float64Array
  readonly baseline: Float64Array
}

/** The clients of the test table, the first `rows` of them. */
export async function creditClients(rows: number): Promise<Credit> {
  const names = [...featureNames, 'candidate_score', 'baseline_score']
  const table = await readTable({
    paths: ['data/test.parquet'],
    directory: creditFolder,
    columns: names.map((name) => ({ name, as: 'number' })),
    slices: [],
  })
  const valuesOf = (name: string) => {
    const column = table.columns.get(name)
    if (column?.kind !== 'number') throw new Error(`${name} is not read as numbers`)
    return column.values.slice(0, rows)
  }
  return {
    columns: featureNames.map((name) => ({ name, kind: 'integer', values: valuesOf(name) })),
    candidate: valuesOf('candidate_score'),
    baseline: valuesOf('baseline_score'),
  }
}

/** The largest distance between two lists of numbers of equal length. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} numbers`)
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}
