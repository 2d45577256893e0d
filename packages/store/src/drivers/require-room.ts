import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../store-error.ts'

/** A new store takes 39 MB, its log doubles soon, and with less than this PGlite's first start never ends. */
const roomOfNewStore = 80 * 2 ** 20

/**
 * Refuses a disk that a new store does not fit on. One that is there already is opened on any: it can be read.
 *
 * @param needed bytes
 * @throws StoreError `storage_full`
 */
export async function requireRoom(folder: string, database: string, needed = roomOfNewStore): Promise<void> {
  if (existsSync(join(database, 'PG_VERSION'))) return
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free >= needed) return
  throw new StoreError(
    'storage_full',
    `${folder}: ${megabytes(free)} MB are free, and a new store needs ${megabytes(needed)} MB. Free space, or use another folder.`,
  )
}

function megabytes(bytes: number): string {
  return Math.floor(bytes / 2 ** 20).toLocaleString('en-US')
}
