import type { PgTransactionConfig } from 'drizzle-orm/pg-core'
import { translateError } from './drivers/translate-error.ts'
import type { Database, Store, Transaction } from './store.ts'

/** Runs one query or several; errors of the driver become StoreErrors where their cause is known. */
export async function ask<Answer>(store: Store, work: (database: Database) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(store.database)
  } catch (error) {
    throw translateError(error, store.place)
  }
}

/** The same in one transaction: all of it is written, or nothing. */
export function askOnce<Answer>(
  store: Store,
  work: (transaction: Transaction) => Promise<Answer>,
  config?: PgTransactionConfig,
): Promise<Answer> {
  return ask(store, () => store.transact(work, config))
}
