import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatasetError } from '../dataset-error.ts'
import { listNames, nearestSpelling } from '../spelling.ts'

/** A file that was asked for, as it is before it is read. */
export interface LocatedFile {
  readonly path: string
  readonly bytes: number
  readonly modified: number
}

/**
 * The files behind paths and globs (`*`, `?`, `[ab]`, `**`), each once: in the order asked for, and sorted within a glob.
 *
 * @param glob expands an absolute pattern.
 * @throws DatasetError `missing-file`, `no-match`, `not-a-file`, `empty-file` or `remote-input`.
 */
export async function locateInputs(
  paths: readonly string[],
  directory: string,
  glob: (pattern: string) => Promise<readonly string[]>,
): Promise<LocatedFile[]> {
  const found = new Map<string, LocatedFile>()
  for (const asked of paths) {
    const path = resolve(directory, localPath(asked))
    const info = await stat(path).catch(() => null)
    const matches = info === null && /[*?[]/.test(asked) ? [...(await glob(path))].sort() : [path]
    if (matches.length === 0) throw await noMatch(asked, path)
    for (const match of matches) found.set(match, await locate(match))
  }
  return [...found.values()]
}

function localPath(asked: string): string {
  if (asked.startsWith('file://')) return fileURLToPath(asked)
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(asked)) return asked
  throw new DatasetError({
    code: 'remote-input',
    path: asked,
    message: `${asked} is remote: tables are read from files on this machine.`,
    hint: 'Copy it beside the policy first (for instance `aws s3 cp`, `curl -O`, or `COPY … TO` from a database).',
  })
}

async function locate(path: string): Promise<LocatedFile> {
  const info = await stat(path).catch(() => null)
  if (info === null) throw await missingFile(path)
  if (!info.isFile()) {
    throw new DatasetError({
      code: 'not-a-file',
      path,
      message: `${path} is a folder, where a file was expected.`,
      hint: `Name its files with a glob: ${path}/*.parquet.`,
    })
  }
  if (info.size === 0) {
    throw new DatasetError({
      code: 'empty-file',
      path,
      message: `${path} has no bytes in it.`,
      hint: 'Check that whatever writes it has finished.',
    })
  }
  return { path, bytes: info.size, modified: info.mtimeMs }
}

async function missingFile(path: string): Promise<DatasetError> {
  const folder = dirname(path)
  const siblings = await readdir(folder).catch(() => null)
  const near = siblings === null ? null : nearestSpelling(basename(path), siblings)
  const hint =
    near !== null
      ? `Did you mean ${resolve(folder, near)}?`
      : siblings === null
        ? `The folder ${folder} does not exist either.`
        : siblings.length === 0
          ? `The folder ${folder} is empty.`
          : `The folder ${folder} has: ${listNames(siblings.sort(), 10)}.`
  return new DatasetError({ code: 'missing-file', path, message: `${path} does not exist.`, hint })
}

async function noMatch(asked: string, path: string): Promise<DatasetError> {
  const folder = path.slice(0, path.search(/[*?[]/)).replace(/[^/\\]*$/, '')
  const siblings = await readdir(folder).catch(() => [])
  return new DatasetError({
    code: 'no-match',
    path: asked,
    message: `No file matches ${asked} (looked in ${folder}).`,
    hint:
      siblings.length === 0 ? `${folder} is empty or does not exist.` : `There is: ${listNames(siblings.sort(), 10)}.`,
  })
}
