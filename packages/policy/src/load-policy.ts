import { createHash, type Hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { MeasureCatalogue } from './catalogue.ts'
import type { Policy } from './model.ts'
import { assemblePolicy, extendedFile } from './parse-policy.ts'
import { type Fault, type MapNode, type Place, placeAt, problemAt } from './source/policy-node.ts'
import { maxPolicyBytes, readYaml, type SourceTree, tooLarge } from './source/read-yaml.ts'

/** Gives the bytes of a file, or throws as `node:fs` does, with a `code` such as `ENOENT`. */
export type PolicyReader = (file: string) => Promise<Uint8Array>

export interface LoadOptions {
  /** Where files come from; the file system by default. */
  readonly read?: PolicyReader
  /** Called with each file that was read, nearest first. */
  readonly onFile?: (file: string, bytes: Uint8Array) => void
}

/**
 * Loads a policy and the files that it extends.
 *
 * `sha256` is that of the file's bytes followed by those of its ancestors, nearest first: for a policy that extends
 * nothing, what `sha256sum` prints.
 *
 * @param path as problems shall name it; relative to the working directory
 * @throws PolicyError with everything that is wrong at once: a file that cannot be read, YAML, schema, names, floors
 */
export async function loadPolicy(
  path: string,
  catalogue: MeasureCatalogue,
  options: LoadOptions = {},
): Promise<Policy> {
  const readFile = options.read ?? readFromDisk
  const read: PolicyReader = async (file) => {
    const bytes = await readFile(file)
    options.onFile?.(file, bytes)
    return bytes
  }
  const hash = createHash('sha256')
  const sources: SourceTree[] = []
  const seen = new Set<string>()
  let next: Extended | null = { file: path, place: { file: path, line: 1, column: 1, path: '' } }
  while (next !== null) {
    const { file, place }: Extended = next
    const source: SourceTree = seen.has(resolve(file))
      ? unread(file, place, cycleFault([...sources.map((one) => one.file), file]))
      : await readSource(file, place, read, sources.length > 0, hash)
    seen.add(resolve(file))
    sources.push(source)
    next = source.root === null ? null : extendedBy(source.root)
  }
  return assemblePolicy(sources, catalogue, hash.digest('hex'))
}

/** A file to read, and where it is named. */
interface Extended {
  readonly file: string
  readonly place: Place
}

function extendedBy(root: MapNode): Extended | null {
  const parent = extendedFile(root)
  if (parent === null) return null
  const file = isAbsolute(parent) ? parent : join(dirname(root.place.file), parent)
  return { file, place: placeAt(root, ['extends']) }
}

async function readSource(
  file: string,
  place: Place,
  read: PolicyReader,
  extended: boolean,
  hash: Hash,
): Promise<SourceTree> {
  try {
    const bytes = await read(file)
    if (bytes.length > maxPolicyBytes) throw new TooLarge(bytes.length)
    hash.update(bytes)
    return readYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file)
  } catch (error) {
    return unread(file, place, readFault(error, file, extended))
  }
}

function unread(file: string, place: Place, fault: Fault): SourceTree {
  return { file, root: null, problems: [problemAt(place, fault)] }
}

function cycleFault(files: readonly string[]): Fault {
  return {
    code: 'extends-cycle',
    message: `this policy extends itself: ${files.join(' → ')}`,
    hint: 'Remove one `extends` of the circle.',
  }
}

async function readFromDisk(file: string): Promise<Uint8Array> {
  const { size } = await stat(file)
  if (size > maxPolicyBytes) throw new TooLarge(size)
  return readFile(file)
}

class TooLarge extends Error {
  readonly bytes: number
  constructor(bytes: number) {
    super('file too large')
    this.bytes = bytes
  }
}

function readFault(error: unknown, file: string, extended: boolean): Fault {
  if (error instanceof TooLarge) {
    const [message, hint] = tooLarge(error.bytes)
    return { code: 'file-too-large', message: extended ? `${file}: ${message}` : message, hint }
  }
  if (error instanceof TypeError)
    return {
      code: 'not-text',
      message: `${extended ? `${file}: ` : ''}the file is not UTF-8 text`,
      hint: 'Save it as UTF-8.',
    }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const what = extended ? `the extended file '${file}'` : `'${file}'`
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return {
      code: 'missing-file',
      message: `${what} is not there`,
      hint: extended ? 'The path of `extends` starts from the folder of the file that says it.' : 'Check the path.',
    }
  if (code === 'EISDIR')
    return { code: 'unreadable-file', message: `${what} is a folder`, hint: 'Name the policy file in it.' }
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'unreadable-file', message: `${what} may not be read`, hint: 'Check its permissions.' }
  return {
    code: 'unreadable-file',
    message: `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  }
}
