import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Database } from '../store.ts'
import { StoreError } from '../store-error.ts'

/** Beside `src/` and `dist/` alike. A bundle has no such neighbour: it gives `migrationsFolder`. */
export const ownMigrations = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * @throws StoreError `conflict` where a newer version has migrated the database: this one does not know its tables
 */
export async function refuseNewer(database: Database, migrationsFolder: string, place: string): Promise<void> {
  const known = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))
  const [found] = await database.select({ last: sql<string>`max(created_at)` }).from(sql`drizzle.__drizzle_migrations`)
  if (Number(found?.last ?? 0) <= known) return
  throw new StoreError(
    'conflict',
    `${place}: a newer version of Sluice has migrated this database. Run that version, or restore the backup from before the upgrade.`,
  )
}
