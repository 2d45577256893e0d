import { ColumnBuffer } from './columns/column-buffer.ts'
import { columnKind } from './columns/column-kind.ts'
import type { Sink } from './columns/feed.ts'
import { scan } from './columns/scan.ts'
import { sourceColumn } from './columns/sql-expressions.ts'
import { DatasetError } from './dataset-error.ts'
import { type ChunkColumn, isPresent } from './duckdb/chunk-column.ts'
import { quoteIdentifier } from './duckdb/sql-text.ts'
import { explainEngineError } from './inputs/explain-engine-error.ts'
import { openSource, resampled, type Source, type SourceColumn } from './inputs/source.ts'

/** A table's column of keys, such as the ids of its rows. */
export interface KeyColumn {
  readonly paths: readonly string[]
  readonly directory: string
  readonly column: string
}

export interface SharedKeys {
  /** Different keys that both tables have. */
  readonly count: number
  /** One of them as text; `null` where there is none. */
  readonly example: string | null
}

/**
 * The keys that two tables share, whatever their formats and types: compared as text, so that 7 is `7` and 7.0. Missing keys are
 * nobody's. Compared by 64-bit hashes: between two tables of ten million keys, two different ones are taken for equal with
 * probability 5e-6. Memory: 8 bytes a key.
 *
 * @throws DatasetError as `readTable`
 */
export async function sharedKeys(first: KeyColumn, second: KeyColumn): Promise<SharedKeys> {
  const [left, right] = await Promise.all([sortedHashes(first), sortedHashes(second)])
  let count = 0
  let shared: bigint | null = null
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] < right[j]) i++
    else if (left[i] > right[j]) j++
    else {
      const hash = left[i]
      shared ??= hash
      count++
      while (left[i] === hash) i++
      while (right[j] === hash) j++
    }
  }
  if (shared === null) return { count, example: null }
  return { count, example: await withKeys(first, (source, key) => textOf(source, key, shared)) }
}

async function sortedHashes(table: KeyColumn): Promise<BigUint64Array> {
  return withKeys(table, async (source, key) => {
    const sink = new HashSink(source.rows)
    await scan(source, [{ sql: `CASE WHEN ${key} IS NULL THEN NULL ELSE hash(${key}) END`, sink }])
    return sink.hashes.sort()
  })
}

async function textOf(source: Source, key: string, hash: bigint): Promise<string> {
  const rows = await source.engine.rows(
    `SELECT ${key} FROM ${source.from} WHERE hash(${key}) = ${hash}::UBIGINT LIMIT 1`,
  )
  return String(rows[0]![0])
}

/** Opens a table for work on its keys as SQL text; where types guessed from the first rows do not hold, with better ones. */
async function withKeys<Result>(
  { paths, directory, column }: KeyColumn,
  work: (source: Source, key: string) => Promise<Result>,
): Promise<Result> {
  const source = await openSource(paths, directory, (name) => name === column)
  try {
    return await work(source, keyText(sourceColumn(source, column))).catch(async (error) => {
      const better = error instanceof DatasetError ? null : await resampled(source)
      if (better === null) throw error
      return work(better, keyText(sourceColumn(better, column)))
    })
  } catch (error) {
    throw explainEngineError(error, source.label)
  } finally {
    source.engine.close()
  }
}

/** A key as text, a number without its empty decimals. */
function keyText({ name, type }: SourceColumn): string {
  const column = quoteIdentifier(name)
  const kind = columnKind(type)
  if (kind === 'double' || kind === 'float') return decimalText(`nullif(${column}, 'NaN'::${type})`)
  return kind === 'wide-number' ? decimalText(column) : `${column}::VARCHAR`
}

function decimalText(column: string): string {
  return `regexp_replace(${column}::VARCHAR, '\\.0+$', '')`
}

/** Keeps the 64-bit words of a column, rows without one left out. */
class HashSink implements Sink {
  readonly #buffer: ColumnBuffer<BigUint64Array>
  #kept = 0
  constructor(rows: number | null) {
    this.#buffer = new ColumnBuffer((length) => new BigUint64Array(length), rows)
  }

  append({ items, validity }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const words = new BigUint64Array(items.buffer, items.byteOffset, length)
    for (let i = 0; i < length; i++) if (isPresent(validity, i)) this.#buffer.values[this.#kept++] = words[i]
  }

  finish(): void {}

  get hashes(): BigUint64Array {
    return this.#buffer.values.slice(0, this.#kept)
  }
}
