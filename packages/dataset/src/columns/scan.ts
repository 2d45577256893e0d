import type { DuckDBDataChunk } from '@duckdb/node-api'
import { chunkColumn, chunkTexts } from '../duckdb/chunk-column.ts'
import type { Source } from '../inputs/source.ts'
import type { Feed } from './feed.ts'
import { TextSink } from './text-sink.ts'

const chunksBetweenReports = 64

/**
 * Streams the source once, in its own order, and hands every chunk to every feed.
 * Returns the number of rows; feeds are finished.
 */
export async function scan(
  source: Source,
  feeds: readonly Feed[],
  onProgress?: (rows: number) => void,
): Promise<number> {
  // A table without columns asked for is still counted.
  const list = feeds.length === 0 ? '0::UTINYINT' : feeds.map((feed, i) => `${feed.sql} AS c${i}`).join(', ')
  const result = await source.engine.stream(`SELECT ${list} FROM ${source.from}`)
  let rows = 0
  let pending = result.fetchChunk()
  for (let count = 1; ; count++) {
    const chunk = await pending
    const length = chunk?.rowCount ?? 0
    if (chunk === null || length === 0) break
    // The engine prepares the next chunk while this one is copied.
    pending = result.fetchChunk()
    pending.catch(() => {})
    for (let i = 0; i < feeds.length; i++) append(feeds[i], chunk, i, rows)
    rows += length
    if (count % chunksBetweenReports === 0) onProgress?.(rows)
  }
  for (const feed of feeds) feed.sink.finish(rows)
  onProgress?.(rows)
  return rows
}

function append({ sink }: Feed, chunk: DuckDBDataChunk, index: number, offset: number): void {
  if (sink instanceof TextSink) sink.append(chunkTexts(chunk, index), offset)
  else sink.append(chunkColumn(chunk, index), offset, chunk.rowCount)
}
