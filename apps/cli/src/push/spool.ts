import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../write-file.ts'

/** Evaluations that no server has taken yet, a file each, in the order in which they came. */
export interface Spool {
  readonly folder: string
}

/** The spool of a working directory. */
export function spoolIn(directory: string): Spool {
  return { folder: join(directory, '.sluice', 'spool') }
}

/** Keeps an evaluation for later; the same one twice is kept once. Returns its file. */
export async function keep({ folder }: Spool, body: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true })
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  const known = (await readdir(folder)).find((name) => name.endsWith(`-${hash}.json`))
  const file = join(folder, known ?? `${now.toISOString().replaceAll(':', '-')}-${hash}.json`)
  if (known === undefined) await writeWhole(file, body)
  return file
}

/** Files that wait, oldest first. */
export async function waiting({ folder }: Spool): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

export async function read(file: string): Promise<string> {
  return readFile(file, 'utf8')
}

/** Forgets what a server has taken. */
export async function remove(file: string): Promise<void> {
  await rm(file, { force: true })
}
