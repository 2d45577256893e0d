import type { Column, Table } from '@sluice/dataset'
import type { DatasetData, ReadModel } from '../read-policy-data.ts'

/** A column of numbers that is worked out rather than read. */
export interface DerivedColumn {
  readonly name: string
  readonly values: Float64Array
}

/** A dataset with more columns, and one of its models reading them instead of its own. */
export function addColumns(data: DatasetData, columns: readonly DerivedColumn[], model: ReadModel): DatasetData {
  const all = new Map<string, Column>(data.table.columns)
  for (const { name, values } of columns) all.set(name, { kind: 'number', name, values: shared(values), missing: 0 })
  const table: Table = { ...data.table, columns: all }
  return { ...data, table, models: data.models.map((one) => (one.name === model.name ? model : one)) }
}

/** In memory that worker threads read without a copy, as the columns of a table are. */
function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

/** A dataset with one more sentence on how its columns came about. */
export function noted(data: DatasetData, note: string): DatasetData {
  return { ...data, notes: [...(data.notes ?? []), note] }
}
