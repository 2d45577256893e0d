import { type Column, codesOf, type Partition, type Table } from '@sluice/dataset'

/** The rows of a table where `keep` is 1, in order. Slices keep their definitions: an edge must not move with a sample. */
export function keepRows(table: Table, keep: Uint8Array): Table {
  let rows = 0
  for (const kept of keep) rows += kept
  const pick = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(values: T): T =>
    picked(values, keep, rows)
  const columns = new Map<string, Column>()
  for (const [name, column] of table.columns) {
    columns.set(
      name,
      column.kind === 'number' ? { ...column, values: pick(column.values) } : { ...column, codes: pick(column.codes) },
    )
  }
  const partitions = table.partitions.map((partition): Partition => {
    const codes = pick(codesOf(partition))
    const counts = new Uint32Array(partition.slices.length)
    for (const code of codes) if (code < counts.length) counts[code]!++
    return { ...partition, codes, slices: partition.slices.map((slice, code) => ({ ...slice, rows: counts[code]! })) }
  })
  return { ...table, rows, columns, partitions }
}

function picked<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  values: T,
  keep: Uint8Array,
  rows: number,
): T {
  const Values = values.constructor as new (length: number) => T
  const kept = new Values(rows)
  let next = 0
  for (let row = 0; row < keep.length; row++) if (keep[row] === 1) kept[next++] = values[row]!
  return kept
}
