import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { UsageError } from './failure.ts'

/**
 * Looks, before anything is measured, whether a file can be written in the end.
 *
 * @param flag that names the file, for the message
 * @throws UsageError for a folder, and where the folder around the file cannot be written or made
 */
export async function requireWritable(file: string, flag: string): Promise<void> {
  const kind = await stat(file).catch(() => null)
  if (kind?.isDirectory() || /[/\\]$/.test(file))
    throw new UsageError(`${flag}: '${file}' is a folder`, `Name the file to write, for example ${example(file)}`)
  if (kind !== null && !kind.isFile()) return
  let folder = dirname(resolve(file))
  let around = await stat(folder).catch(() => null)
  while (around === null && folder !== dirname(folder)) {
    folder = dirname(folder)
    around = await stat(folder).catch(() => null)
  }
  if (around?.isDirectory() !== true)
    throw new UsageError(`${flag}: cannot write '${file}', since '${folder}' is not a folder`, 'Name another file.')
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw new UsageError(
      `${flag}: cannot write '${file}': no permission in '${folder}'`,
      'Name another file, or allow writing there.',
    )
  })
}

function example(folder: string): string {
  return `${folder.replace(/[/\\]+$/, '')}/result.json`
}
