import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '../store-error.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process started, as its system counts; `null` where that is not told. Tells a reused pid from the holder. */
  readonly started: string | null
}

/** Folders of this process: its own pid is alive, and so says nothing. */
const held = new Set<string>()

/**
 * Takes a folder for this process with a file `lock` that names it; one left by a process that is gone is taken over.
 *
 * @returns gives the folder up again
 * @throws StoreError `locked` with the holder's pid and the next step
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock')
  if (held.has(file)) throw lockedError(folder, file, await readHolder(file))
  held.add(file)
  try {
    await takeLock(folder, file)
  } catch (error) {
    held.delete(file)
    throw error
  }
  return async () => {
    await rm(file, { force: true })
    held.delete(file)
  }
}

async function takeLock(folder: string, file: string): Promise<void> {
  const own: Holder = { pid: process.pid, host: hostname(), started: await startOf(process.pid) }
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createWith(file, `${JSON.stringify(own)}\n`)) return
    const holder = await readHolder(file)
    if (holder !== null && (await isAlive(holder))) throw lockedError(folder, file, holder)
    await removeStale(file, holder)
  }
  throw lockedError(folder, file, await readHolder(file))
}

/** False where the file exists. */
async function createWith(file: string, text: string): Promise<boolean> {
  // Written whole before it gets its name: a reader never finds half a lock.
  const draft = `${file}.${randomUUID()}`
  const handle = await open(draft, 'wx')
  try {
    await handle.writeFile(text)
  } finally {
    await handle.close()
  }
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Of two processes that find the same stale lock, the slower may grab the faster one's new lock: it puts it back. */
async function removeStale(file: string, stale: Holder | null): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch {
    return
  }
  const grabbed = await readHolder(aside)
  if (JSON.stringify(grabbed) !== JSON.stringify(stale)) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof read !== 'object' || read === null) return null
    const { pid, host, started } = read as Record<string, unknown>
    if (typeof pid !== 'number' || typeof host !== 'string') return null
    return { pid, host, started: typeof started === 'string' ? started : null }
  } catch {
    return null
  }
}

/** Another machine's processes cannot be asked after: its lock counts as held. */
async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true
  // This process's own folders are in `held`: a lock with its pid is an earlier process's, as in a restarted container.
  if (holder.pid === process.pid) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  return holder.started === null || holder.started === (await startOf(holder.pid))
}

/** Field 22 of Linux's `/proc/PID/stat`, ticks since boot: see proc(5). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function lockedError(folder: string, file: string, holder: Holder | null): StoreError {
  const who =
    holder === null
      ? 'another process'
      : `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}`
  const next =
    holder !== null && holder.host !== hostname()
      ? `Stop it there; if it is gone, delete ${file}.`
      : 'Stop it, use another folder, or set DATABASE_URL to a PostgreSQL that several processes share.'
  return new StoreError('locked', `${folder}: ${who} has this store open, and one process at a time can. ${next}`)
}
