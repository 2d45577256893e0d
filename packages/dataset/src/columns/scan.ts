import { setImmediate } from 'node:timers/promises'
import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api'
import { chunkColumn, chunkTexts } from '../duckdb/chunk-column.ts'
import type { Source } from '../inputs/source.ts'
import type { Feed } from './feed.ts'
import { TextSink } from './text-sink.ts'

const chunksBetweenReports = 64

/** Up to this size, of values of 8 bytes, a result is held by the engine and copied from there. */
const mostHeldBytes = 256e6

/** A scan whose rows are on their way. */
export interface OpenScan {
  /** Whether the engine holds the whole result, and is free for another query while this one is copied. */
  readonly held: boolean
  /** Hands every chunk to every feed, in the order of the source. Returns the number of rows; feeds are finished. */
  copy(onProgress?: (rows: number) => void): Promise<number>
}

/** Scans the source once and copies all of it: see {@link OpenScan}. */
export async function scan(
  source: Source,
  feeds: readonly Feed[],
  onProgress?: (rows: number) => void,
): Promise<number> {
  return (await openScan(source, feeds)).copy(onProgress)
}

/** Begins to scan the source. */
export async function openScan(source: Source, feeds: readonly Feed[]): Promise<OpenScan> {
  // A table without columns asked for is still counted.
  const list = feeds.length === 0 ? '0::UTINYINT' : feeds.map((feed, i) => `${feed.sql} AS c${i}`).join(', ')
  const sql = `SELECT ${list} FROM ${source.from}`
  const held = isHeld(source, feeds)
  const chunks = held ? heldChunks(await source.engine.hold(sql)) : streamedChunks(await source.engine.stream(sql))
  return { held, copy: (onProgress) => copyChunks(chunks, feeds, onProgress) }
}

/**
 * Whether the engine is to hold the whole result: then it works with all cores, and its chunks come without a change of
 * threads for each. Not where that takes much memory, or nobody knows how much.
 */
function isHeld({ rows }: Source, feeds: readonly Feed[]): boolean {
  return (
    rows !== null && 8 * rows * feeds.length <= mostHeldBytes && !feeds.some(({ sink }) => sink instanceof TextSink)
  )
}

async function copyChunks(
  chunks: AsyncIterable<DuckDBDataChunk>,
  feeds: readonly Feed[],
  onProgress?: (rows: number) => void,
): Promise<number> {
  let rows = 0
  let count = 0
  for await (const chunk of chunks) {
    for (let i = 0; i < feeds.length; i++) append(feeds[i], chunk, i, rows)
    rows += chunk.rowCount
    if (++count % chunksBetweenReports === 0) onProgress?.(rows)
  }
  for (const feed of feeds) feed.sink.finish(rows)
  onProgress?.(rows)
  return rows
}

async function* heldChunks(result: DuckDBMaterializedResult): AsyncGenerator<DuckDBDataChunk> {
  for (let i = 0; i < result.chunkCount; i++) {
    // Others wait for this thread too: the hash of the file, a second table, Ctrl-C.
    if (i % chunksBetweenReports === 0) await setImmediate()
    yield result.getChunk(i)
  }
}

/** The engine prepares the next chunk while one is copied. */
async function* streamedChunks(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  let pending = result.fetchChunk()
  for (;;) {
    const chunk = await pending
    if (chunk === null || chunk.rowCount === 0) return
    pending = result.fetchChunk()
    pending.catch(() => {})
    yield chunk
  }
}

function append({ sink }: Feed, chunk: DuckDBDataChunk, index: number, offset: number): void {
  if (sink instanceof TextSink) sink.append(chunkTexts(chunk, index), offset)
  else sink.append(chunkColumn(chunk, index), offset, chunk.rowCount)
}
