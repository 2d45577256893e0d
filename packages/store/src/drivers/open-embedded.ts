import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { Logger } from 'drizzle-orm'
import * as schema from '../schema/index.ts'
import type { Store } from '../store.ts'
import { lockFolder } from './lock-folder.ts'
import { ownMigrations, refuseNewer } from './migrations.ts'
import { requireRoom } from './require-room.ts'
import { translateError } from './translate-error.ts'

export interface EmbeddedPlace {
  readonly kind: 'embedded'
  readonly folder: string
  readonly migrationsFolder?: string
  readonly logger?: Logger
}

/**
 * PGlite in a folder: one process at a time.
 *
 * @throws StoreError `locked` where another process has the folder, `storage_full`, or `conflict` where a newer version
 * has migrated it
 */
export async function openEmbedded(where: EmbeddedPlace): Promise<Store> {
  const { PGlite: Embedded } = await import('@electric-sql/pglite')
  const folder = resolve(where.folder)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw translateError(error, folder)
  }
  const unlock = await lockFolder(folder)
  try {
    const database = join(folder, 'database')
    const client = await startWhole(folder, database, () => Embedded.create(database))
    return await embeddedStore(client, folder, where, unlock)
  } catch (error) {
    await unlock()
    throw translateError(error, folder)
  }
}

/**
 * Starts PGlite, whose first start is over in no single step: one that was killed in it leaves files that it never starts from
 * again. A marker stands beside them until it is over; where it is found, nothing was kept yet, and it starts anew.
 */
async function startWhole(folder: string, database: string, start: () => Promise<PGlite>): Promise<PGlite> {
  const marker = join(folder, 'first-start')
  if (existsSync(marker)) await rm(database, { recursive: true, force: true })
  await requireRoom(folder, database)
  if (existsSync(join(database, 'PG_VERSION'))) return start()
  await writeFile(marker, '')
  const client = await start()
  await rm(marker)
  return client
}

/** A store over an open PGlite, which it migrates and owns from here on. */
async function embeddedStore(
  client: PGlite,
  place: string,
  options: Pick<EmbeddedPlace, 'migrationsFolder' | 'logger'>,
  unlock: () => Promise<void>,
): Promise<Store> {
  const { drizzle } = await import('drizzle-orm/pglite')
  const { migrate } = await import('drizzle-orm/pglite/migrator')
  const database = drizzle(client, { schema, logger: options.logger ?? false })
  const migrationsFolder = options.migrationsFolder ?? ownMigrations
  try {
    await migrate(database, { migrationsFolder })
    await refuseNewer(database, migrationsFolder, place)
  } catch (error) {
    await client.close()
    throw error
  }
  let closing: Promise<void> | null = null
  return {
    kind: 'embedded',
    place,
    database,
    transact: (work, config) => database.transaction(work, config),
    async ping() {
      try {
        await client.query('select 1')
      } catch (error) {
        throw translateError(error, place)
      }
    },
    listen: (channel, onPayload) => client.listen(channel, onPayload),
    close() {
      closing ??= client.close().finally(unlock)
      return closing
    },
  }
}
