import type { DuckDBDataChunk } from '@duckdb/node-api'

/** One column of one chunk: at most 2 048 values, valid only until the next chunk is fetched. */
export interface ChunkColumn {
  readonly items: ChunkItems
  /** Bit i of byte i >> 3 is 1 where value i is present; `null` where all are. */
  readonly validity: Uint8Array | null
}

export type ChunkItems =
  | Float64Array
  | Int32Array
  | BigInt64Array
  | BigUint64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array

interface VectorInternals {
  readonly items?: ChunkItems
  readonly validity?: { readonly data: BigUint64Array | null }
}

/**
 * The typed arrays behind a column. `items` and `validity.data` are public members of the vectors of @duckdb/node-api
 * 1.5.5 but not documented, so this is the one place that reads them, and a test pins what it relies on.
 */
export function chunkColumn(chunk: DuckDBDataChunk, index: number): ChunkColumn {
  const { items, validity } = chunk.getColumnVector(index) as unknown as VectorInternals
  if (items === undefined || validity === undefined) {
    throw new TypeError(`column ${index} of the chunk has no typed array; cast it to a number in the query`)
  }
  const words = validity.data
  return { items, validity: words === null ? null : new Uint8Array(words.buffer, words.byteOffset, words.byteLength) }
}

/** The texts of a column, `null` where missing: strings of their own, which outlive the chunk. */
export function chunkTexts(chunk: DuckDBDataChunk, index: number): readonly (string | null)[] {
  return chunk.getColumnValues(index) as (string | null)[]
}

export function isPresent(validity: Uint8Array | null, index: number): boolean {
  return validity === null || ((validity[index >> 3]! >> (index & 7)) & 1) === 1
}
