import type { ChunkColumn } from '../duckdb/chunk-column.ts'
import type { TextSink } from './text-sink.ts'

/** One expression of the scan, and what collects its values chunk by chunk. */
export interface Feed {
  /** A SQL expression; null means missing. */
  readonly sql: string
  readonly sink: Sink | TextSink
}

export interface Sink {
  /** Takes the next `length` values; `offset` rows came before. The chunk's memory is not kept. */
  append(column: ChunkColumn, offset: number, length: number): void
  /** Called once, after the last chunk. */
  finish(rows: number): void
}
