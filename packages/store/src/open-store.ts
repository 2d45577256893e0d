import { type EmbeddedPlace, openEmbedded } from './drivers/open-embedded.ts'
import { openPostgres, type PostgresPlace } from './drivers/open-postgres.ts'
import type { Store } from './store.ts'

/** Where a store is. `migrationsFolder` is for bundles, which lie elsewhere than this package. */
export type StorePlace = EmbeddedPlace | PostgresPlace

/**
 * Opens a store and brings its tables up to date.
 *
 * @throws StoreError `locked`, `unavailable`, `storage_full`, or `conflict` where a newer version has migrated it
 */
export function openStore(where: StorePlace): Promise<Store> {
  return where.kind === 'embedded' ? openEmbedded(where) : openPostgres(where)
}
