import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a whole file or nothing: an interrupted run leaves the previous file as it was. A link stays a link; devices
 * and pipes (`/dev/stdout`) are written to, not replaced.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file)
  const kind = await stat(target).catch(() => null)
  if (kind !== null && !kind.isFile()) return writeFile(target, text)
  await mkdir(dirname(target), { recursive: true })
  const unfinished = `${target}.${process.pid}.unfinished`
  try {
    await writeFile(unfinished, text)
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
