import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from './failure.ts'

const skipped = new Set(['node_modules', 'dist', 'coverage'])

/** Whether a file is a policy by its name: `policy.yaml`, or `NAME.policy.yaml` where a folder holds several. */
export function isPolicyFile(name: string): boolean {
  return /^(?:.+\.)?policy\.ya?ml$/.test(name)
}

/**
 * The policy files that paths name: a file is taken as it is, a folder is searched below for policies by name.
 * Sorted, each once.
 *
 * @throws UsageError where a path does not exist or nothing is found
 */
export async function findPolicies(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const path of paths) {
    const kind = await stat(path).catch(() => null)
    if (kind === null)
      throw new UsageError(`'${path}' does not exist`, 'Give a policy file, or a folder that holds policies.')
    const files = kind.isDirectory() ? await below(path) : [path]
    for (const file of files) found.add(file)
  }
  if (found.size > 0) return [...found].sort()
  throw new UsageError(
    `no policy.yaml below ${paths.join(', ')}`,
    'Name the file (sluice check path/to/policy.yaml), or write a first policy: sluice init TABLE.parquet',
  )
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const nested = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name))
    .map((entry) => below(join(folder, entry.name)))
  const here = entries
    .filter((entry) => entry.isFile() && isPolicyFile(entry.name))
    .map((entry) => join(folder, entry.name))
  return [...here, ...(await Promise.all(nested)).flat()]
}
