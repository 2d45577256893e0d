import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { MeasureCatalogue } from './catalogue.ts'
import type { Policy } from './model.ts'
import { assemblePolicy, extendedFile } from './parse-policy.ts'
import { PolicyError } from './problem.ts'
import { type Fault, type Place, placeAt, problemAt } from './source/policy-node.ts'
import { maxPolicyBytes, readYaml, type SourceTree, tooLarge } from './source/read-yaml.ts'

/** Gives the bytes of a file, or throws as `node:fs` does, with a `code` such as `ENOENT`. */
export type PolicyReader = (file: string) => Promise<Uint8Array>

export interface LoadOptions {
  /** Where files come from; the file system by default. */
  readonly read?: PolicyReader
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
  const read = options.read ?? readFromDisk
  const hash = createHash('sha256')
  const sources: SourceTree[] = []
  const seen: string[] = []
  let next: { file: string; place: Place } | null = { file: path, place: { file: path, line: 1, column: 1, path: '' } }
  while (next !== null) {
    const { file, place }: { file: string; place: Place } = next
    if (seen.includes(resolve(file))) {
      const message = `this policy extends itself: ${[...sources.map((source) => source.file), file].join(' → ')}`
      throw failure(place, { code: 'extends-cycle', message, hint: 'Remove one `extends` of the circle.' })
    }
    seen.push(resolve(file))
    const bytes = await readAt(file, place, read, sources.length > 0)
    hash.update(bytes)
    const source = readYaml(decode(bytes, place), file)
    sources.push(source)
    const parent = source.root === null ? null : extendedFile(source.root)
    next =
      parent === null
        ? null
        : { file: isAbsolute(parent) ? parent : join(dirname(file), parent), place: placeAt(source.root!, ['extends']) }
  }
  return assemblePolicy(sources, catalogue, hash.digest('hex'))
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

async function readAt(file: string, place: Place, read: PolicyReader, extended: boolean): Promise<Uint8Array> {
  try {
    const bytes = await read(file)
    if (bytes.length > maxPolicyBytes) throw new TooLarge(bytes.length)
    return bytes
  } catch (error) {
    throw failure(place, readFault(error, file, extended))
  }
}

function readFault(error: unknown, file: string, extended: boolean): Fault {
  if (error instanceof TooLarge) {
    const [message, hint] = tooLarge(error.bytes)
    return { code: 'file-too-large', message: extended ? `${file}: ${message}` : message, hint }
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

function decode(bytes: Uint8Array, place: Place): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw failure(place, { code: 'not-text', message: 'the file is not UTF-8 text', hint: 'Save it as UTF-8.' })
  }
}

function failure(place: Place, fault: Fault): PolicyError {
  return new PolicyError([problemAt(place, fault)])
}
