import type { Logger } from 'drizzle-orm'
import type { Pool } from 'pg'
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
  /** Default 10. */
  readonly maxConnections?: number
  readonly migrationsFolder?: string
  readonly logger?: Logger
}

/** Servers that start together migrate one after the other: the first letters of "sluice", as a number. */
const migrationLock = 0x736c7569

/** @throws StoreError `unavailable` where nothing answers, `conflict` where a newer version has migrated it */
export async function openPostgres(where: PostgresPlace): Promise<Store> {
  const place = placeOf(where.url)
  const { Pool: PoolOfConnections } = (await import('pg')).default
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const connection = { connectionString: where.url, keepAlive: true, application_name: 'sluice' }
  const pool = new PoolOfConnections({
    ...connection,
    max: where.maxConnections ?? 10,
    // Also how long a query waits for its turn: hundreds of pushes at once are slow, not impossible.
    connectionTimeoutMillis: 30_000,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    await migratePostgres(pool, where.migrationsFolder ?? ownMigrations, place)
  } catch (error) {
    await pool.end()
    throw translateError(error, place)
  }
  let closing: Promise<void> | null = null
  return {
    kind: 'postgres',
    place,
    database: drizzle(pool, { schema, logger: where.logger ?? false }),
    async ping() {
      try {
        await pool.query('select 1')
      } catch (error) {
        throw translateError(error, place)
      }
    },
    listen: (channel, onPayload) => listenOnPostgres(connection, channel, onPayload),
    close() {
      closing ??= pool.end()
      return closing
    },
  }
}

/** All that is missing in one transaction, under a lock that ends with the connection: a killed server holds nothing. */
async function migratePostgres(pool: Pool, migrationsFolder: string, place: string): Promise<void> {
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const { migrate } = await import('drizzle-orm/node-postgres/migrator')
  const connection = await pool.connect()
  let failed = true
  try {
    await connection.query('select pg_advisory_lock($1)', [migrationLock])
    const database = drizzle(connection, { schema })
    await migrate(database, { migrationsFolder })
    await refuseNewer(database, migrationsFolder, place)
    await connection.query('select pg_advisory_unlock($1)', [migrationLock])
    failed = false
  } finally {
    connection.release(failed)
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
