import { availableParallelism, totalmem } from 'node:os'
import type { DuckDBConnection, DuckDBInstance, DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api'
import { ChunkAppender } from './chunk-appender.ts'
import { quoteList } from './sql-text.ts'

export type SqlValue = string | number | boolean | bigint | null | SqlValue[] | { [key: string]: SqlValue }

/** One in-memory DuckDB. It opens able to see files; `lock` closes that door for good. */
export class Engine {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  /** From here on only these files can be opened or written, and no setting can be changed. */
  async lock(files: readonly string[]): Promise<void> {
    await this.#connection.run(
      `SET allowed_paths = ${quoteList(files)}; SET enable_external_access = false; SET lock_configuration = true`,
    )
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql)
  }

  /** Rows of plain JavaScript values: for small answers only. */
  async rows(sql: string): Promise<SqlValue[][]> {
    return (await (await this.#connection.run(sql)).getRowsJS()) as SqlValue[][]
  }

  /** A result that arrives chunk by chunk, in the order of the input. */
  async stream(sql: string): Promise<DuckDBResult> {
    return this.#connection.stream(sql)
  }

  /** A result that the engine holds as a whole, in the order of the input: with all cores, and at once. */
  async hold(sql: string): Promise<DuckDBMaterializedResult> {
    return this.#connection.run(sql)
  }

  /** What fills a table of this engine. */
  async appender(table: string): Promise<ChunkAppender> {
    const { default: duckdb } = await import('@duckdb/node-api')
    const appender = await this.#connection.createAppender(table)
    const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i))
    return new ChunkAppender(appender, duckdb.DuckDBDataChunk.create(types))
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

/** Extensions are never fetched or loaded by name: what is built in (Parquet, CSV, JSON) is what there is. */
const configuration = (): Record<string, string> => ({
  threads: String(Math.min(availableParallelism(), 16)),
  memory_limit: `${Math.floor(Math.min(totalmem() / 2, 8e9) / 1e6)}MB`,
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  allow_unsigned_extensions: 'false',
  preserve_insertion_order: 'true',
  // The system keeps what was read of a file; a second copy of it costs memory and the time to touch that.
  enable_external_file_cache: 'false',
})

let ahead: Promise<Engine> | null = null

/**
 * Starts the engine that is asked for next, while a policy is still being read. Only a head start: where it fails, whoever asks
 * hears why, and where nobody asks, it ends with the process.
 */
export function startEngineAhead(): void {
  ahead ??= newEngine()
  ahead.catch(() => {})
}

/**
 * Starts an engine, with all times in UTC so that no answer depends on the machine's zone, and room for the scan to run ahead
 * of the copying. The engine's code is loaded only now.
 */
export function startEngine(): Promise<Engine> {
  const engine = ahead ?? newEngine()
  ahead = null
  return engine
}

async function newEngine(): Promise<Engine> {
  const { default: duckdb } = await import('@duckdb/node-api')
  const instance = await duckdb.DuckDBInstance.create(':memory:', configuration())
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'; SET streaming_buffer_size = '16MB'`)
  return new Engine(instance, connection)
}
