import { readdir, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UsageError } from './failure.ts'

const skipped = new Set(['node_modules', 'dist', 'coverage'])

/** Whether a file is a policy by its name: `policy.yaml`, or `NAME.policy.yaml` where a folder holds several. */
export function isPolicyFile(name: string): boolean {
  return /^(?:.+\.)?policy\.ya?ml$/.test(name)
}

/**
 * The policy files that paths name: a file is taken as it is, a folder is searched below for policies by name, through
 * symbolic links too. Sorted, each once.
 *
 * @throws UsageError where a path does not exist, cannot be read or holds no policy: a folder that was meant to be
 * judged never counts as passed
 */
export async function findPolicies(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>()
  const barren: string[] = []
  for (const path of paths) {
    const kind = await stat(path).catch(() => null)
    if (kind === null)
      throw new UsageError(`'${path}' does not exist`, 'Give a policy file, or a folder that holds policies.')
    const files = kind.isDirectory() ? await below(path) : [path]
    if (files.length === 0) barren.push(path)
    for (const file of files) if (!found.has(resolve(file))) found.set(resolve(file), file)
  }
  if (barren.length === 0) return [...found.values()].sort()
  throw new UsageError(
    `no policy.yaml below ${barren.join(', ')}`,
    'Name the file (sluice check path/to/policy.yaml), or write a first policy: sluice init TABLE.parquet',
  )
}

/** Visits each folder once, under its own path rather than that of a link to it, so that links may form circles. */
async function below(root: string): Promise<string[]> {
  const files: string[] = []
  const visited = new Set<string>()
  const folders = [root]
  const linked: string[] = []
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift() ?? linked.shift()) {
    const entries = await entriesOf(folder, visited)
    for (const entry of entries) {
      const path = join(folder, entry.name)
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry
      if (kind?.isDirectory()) {
        if (!entry.name.startsWith('.') && !skipped.has(entry.name))
          (entry.isSymbolicLink() ? linked : folders).push(path)
        // A link to a policy that is gone is kept, so that loading it says what is missing.
      } else if ((kind === null || kind.isFile()) && isPolicyFile(entry.name)) files.push(path)
    }
  }
  return files
}

async function entriesOf(folder: string, visited: Set<string>) {
  try {
    const place = await realpath(folder)
    if (visited.has(place)) return []
    visited.add(place)
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    throw new UsageError(
      `cannot read the folder '${folder}': ${error instanceof Error ? error.message : String(error)}`,
      'Give the policies by name, or make the folder readable.',
    )
  }
}
