import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT, PgTransaction, PgTransactionConfig } from 'drizzle-orm/pg-core'
import type * as schema from './schema/index.ts'

export type StoreSchema = typeof schema

/** What every query runs on: PGlite and PostgreSQL alike. */
export type Database = PgDatabase<PgQueryResultHKT, StoreSchema>

export type Transaction = PgTransaction<PgQueryResultHKT, StoreSchema, ExtractTablesWithRelations<StoreSchema>>

/** An open database, migrated. */
export interface Store {
  readonly kind: 'embedded' | 'postgres'
  /** As messages name it: a folder, or `host:port/database`. Never holds a password. */
  readonly place: string
  readonly database: Database
  /** Runs queries in one transaction; a connection that breaks in it is not used again. */
  transact<Answer>(work: (transaction: Transaction) => Promise<Answer>, config?: PgTransactionConfig): Promise<Answer>
  /** @throws StoreError `unavailable` where the database does not answer */
  ping(): Promise<void>
  /**
   * Calls back with what is notified on a channel; on PostgreSQL by every process that uses the database. Where the
   * connection breaks it is made again; what is notified in between is not heard.
   *
   * @returns stops calling back
   */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>
  /** Closes connections and gives up the folder's lock. Calling it again does nothing. */
  close(): Promise<void>
}
