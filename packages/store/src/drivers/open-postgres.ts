import type { Logger } from 'drizzle-orm'
import type { ClientConfig } from 'pg'
import * as schema from '../schema/index.ts'
import type { Store } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { listenOnPostgres } from './listen-postgres.ts'
import { ownMigrations, refuseNewer } from './migrations.ts'
import { translateError } from './translate-error.ts'

export interface PostgresPlace {
  readonly kind: 'postgres'
  /** `postgres://user:password@host:5432/database` */
  readonly url: string
  /** Milliseconds that the database may take to answer a statement, or to be connected to; default 15 000. */
  readonly patience?: number
  /** Default 10. */
  readonly maxConnections?: number
  readonly migrationsFolder?: string
  readonly logger?: Logger
}

/** Longer than any statement of ours takes, shorter than those who ask wait: `sluice push` waits 30 s. */
const usualPatience = 15_000

/** Servers that start together migrate one after the other: the first letters of "sluice", as a number. */
const migrationLock = 0x736c7569

/** @throws StoreError `unavailable` where nothing answers, `conflict` where a newer version has migrated it */
export async function openPostgres(where: PostgresPlace): Promise<Store> {
  const place = placeOf(where.url)
  const { Pool: PoolOfConnections } = (await import('pg')).default
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const { TimedClient } = await import('./timed-client.ts')
  const address = { connectionString: where.url, keepAlive: true, application_name: 'sluice' }
  const patience = where.patience ?? usualPatience
  // The database gives up what nobody waits for any more; where it is silent, the driver does.
  const connection = { ...address, query_timeout: patience, statement_timeout: patience }
  const options = { schema, logger: where.logger ?? false }
  const pool = new PoolOfConnections({
    ...connection,
    Client: TimedClient,
    max: where.maxConnections ?? 10,
    // Also how long a query waits for its turn: hundreds of pushes at once are slow, not impossible.
    connectionTimeoutMillis: 30_000,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    await migratePostgres(
      { ...address, connectionTimeoutMillis: patience },
      where.migrationsFolder ?? ownMigrations,
      place,
    )
  } catch (error) {
    await pool.end()
    throw translateError(error, place)
  }
  let closing: Promise<void> | null = null
  return {
    kind: 'postgres',
    place,
    database: drizzle(pool, options),
    // Drizzle's own would keep a connection for good that breaks as the transaction begins.
    async transact(work, config) {
      const client = await pool.connect()
      try {
        return await drizzle(client, options).transaction(work, config)
      } finally {
        client.release()
      }
    },
    async ping() {
      try {
        await pool.query('select 1')
      } catch (error) {
        throw translateError(error, place)
      }
    },
    listen: (channel, onPayload) =>
      listenOnPostgres({ ...connection, connectionTimeoutMillis: patience }, channel, onPayload),
    close() {
      closing ??= pool.end()
      return closing
    },
  }
}

/**
 * All that is missing in one transaction, under a lock that ends with the connection: a killed server holds nothing. Takes as
 * long as it takes, another server's migration included.
 */
async function migratePostgres(config: ClientConfig, migrationsFolder: string, place: string): Promise<void> {
  const { Client: Connection } = (await import('pg')).default
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const { migrate } = await import('drizzle-orm/node-postgres/migrator')
  const connection = new Connection(config)
  // A query says what broke; without a listener it would end the process.
  connection.on('error', () => {})
  await connection.connect()
  try {
    await connection.query('select pg_advisory_lock($1)', [migrationLock])
    const database = drizzle(connection, { schema })
    await migrate(database, { migrationsFolder })
    await refuseNewer(database, migrationsFolder, place)
  } finally {
    await connection.end()
  }
}

function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host || 'localhost'}${pathname}`
  } catch {
    throw new StoreError(
      'unavailable',
      'The database address is no URL. Expected postgres://user:password@host:5432/database; check DATABASE_URL.',
    )
  }
}
