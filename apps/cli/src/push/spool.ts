import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeWhole } from '../write-file.ts'

/**
 * Evaluations that no server has taken yet, a file each, in the order in which they came. What will not be taken as it is
 * lies in `refused`, for a person to look at. Several commands may push from one directory at a time: a file that is gone was
 * sent by another.
 */
export interface Spool {
  readonly folder: string
}

/** How often an entry was answered with a fault is part of its name, so that both change at once: `…-HASH.tried-3.json`. */
const counted = /(?:\.tried-(\d+))?\.json$/

/** The spool of a working directory. */
export function spoolIn(directory: string): Spool {
  return { folder: join(directory, '.sluice', 'spool') }
}

/** Keeps an evaluation for later; the same one twice is kept once. Returns its file. */
export async function keep({ folder }: Spool, body: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true })
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  const known = (await jsonFiles(folder)).find((name) => name.replace(counted, '').endsWith(`-${hash}`))
  const file = join(folder, known ?? `${now.toISOString().replaceAll(':', '-')}-${hash}.json`)
  if (known === undefined) await writeWhole(file, body)
  return file
}

/** Files that wait, oldest first. */
export async function waiting({ folder }: Spool): Promise<string[]> {
  return (await jsonFiles(folder)).map((name) => join(folder, name))
}

/** Its body; `null` where it is gone. */
export async function read(file: string): Promise<string | null> {
  return unlessGone(readFile(file, 'utf8'))
}

/** Forgets what a server has taken. */
export async function remove(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** How often a server answered this entry with a fault of its own. */
export function triesOf(file: string): number {
  return Number(counted.exec(file)?.[1] ?? 0)
}

/** Counts one more such answer. Returns the entry's file, whose name has changed. */
export async function noteTry(file: string): Promise<string> {
  const noted = file.replace(counted, `.tried-${triesOf(file) + 1}.json`)
  await unlessGone(rename(file, noted))
  return noted
}

/** Takes an entry out of the way and keeps it. Returns its file. */
export async function setAside(spool: Spool, file: string): Promise<string> {
  const folder = refusedIn(spool)
  await mkdir(folder, { recursive: true })
  const aside = join(folder, basename(file).replace(counted, '.json'))
  await unlessGone(rename(file, aside))
  return aside
}

/** Puts everything that was set aside back among what waits, as if it had not been tried. */
export async function takeBack(spool: Spool): Promise<void> {
  const folder = refusedIn(spool)
  for (const name of await jsonFiles(folder)) await unlessGone(rename(join(folder, name), join(spool.folder, name)))
}

function refusedIn({ folder }: Spool): string {
  return join(folder, 'refused')
}

/** Their names, sorted; none where there is no such folder. */
async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.json')).sort()
}

async function unlessGone<Value>(done: Promise<Value>): Promise<Value | null> {
  try {
    return await done
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
