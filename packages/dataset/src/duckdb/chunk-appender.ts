import type { DuckDBAppender, DuckDBDataChunk } from '@duckdb/node-api'
import { EngineError } from './engine-error.ts'

/** A column as it goes into the engine: values of one width, or texts. Bit i of byte i >> 3 is 0 where value i is missing. */
export type AppendedColumn =
  | { readonly kind: 'fixed'; readonly bytes: Uint8Array; readonly width: number; readonly validity: Uint8Array | null }
  | { readonly kind: 'text'; readonly textAt: (row: number) => string | null }

interface VectorInternals {
  readonly items?: ArrayBufferView
  readonly dataView?: DataView
  readonly validity: { data: BigUint64Array | null }
  readonly flush: () => void
}

/** The engine's vectors hold this many values; chunks of it keep every chunk's validity bits at a whole byte. */
const chunkRows = 2048

/** Fills a table from typed arrays: whole columns of bytes are copied, and only texts are handed over one by one. */
export class ChunkAppender {
  readonly #appender: DuckDBAppender
  readonly #chunk: DuckDBDataChunk
  constructor(appender: DuckDBAppender, chunk: DuckDBDataChunk) {
    this.#appender = appender
    this.#chunk = chunk
  }

  /** @throws EngineError where the engine has no room for them. */
  append(columns: readonly AppendedColumn[], rows: number): void {
    for (let start = 0; start < rows; start += chunkRows) {
      const count = Math.min(chunkRows, rows - start)
      this.#chunk.reset()
      this.#chunk.rowCount = count
      for (const [i, column] of columns.entries()) {
        if (column.kind === 'fixed') copyFixed(this.#chunk, i, column, start, count)
        else copyTexts(this.#chunk, i, column.textAt, start, count)
      }
      this.#appendChunk()
    }
  }

  close(): void {
    this.#appender.closeSync()
  }

  #appendChunk(): void {
    try {
      this.#appender.appendDataChunk(this.#chunk)
    } catch (error) {
      throw new EngineError(error instanceof Error ? error.message : String(error))
    }
  }
}

/**
 * `items`, `dataView` and `validity.data` are public members of the vectors of @duckdb/node-api 1.5.5 but not documented; the
 * tests of Arrow files compare what is written through them with Parquet.
 */
function copyFixed(
  chunk: DuckDBDataChunk,
  index: number,
  { bytes, width, validity }: Extract<AppendedColumn, { kind: 'fixed' }>,
  start: number,
  count: number,
): void {
  const vector = chunk.getColumnVector(index) as unknown as VectorInternals
  const memory = vector.items ?? vector.dataView
  if (memory === undefined || memory.byteLength !== count * width) {
    throw new TypeError(`column ${index} of the chunk does not take values of ${width} bytes`)
  }
  const target = new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength)
  target.set(bytes.subarray(start * width, (start + count) * width))
  if (validity !== null) {
    const words = new BigUint64Array(Math.ceil(count / 64))
    new Uint8Array(words.buffer).set(validity.subarray(start >> 3, (start + count + 7) >> 3))
    vector.validity.data = words
  }
  vector.flush()
}

function copyTexts(
  chunk: DuckDBDataChunk,
  index: number,
  textAt: (row: number) => string | null,
  start: number,
  count: number,
): void {
  const texts: (string | null)[] = []
  for (let row = start; row < start + count; row++) texts.push(textAt(row))
  chunk.setColumnValues(index, texts)
}
