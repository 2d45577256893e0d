import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPolicy, PolicyError, type Problem } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, oneGate } from './example-policy.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-policy-'))
  await mkdir(join(folder, 'team'))
})

afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

async function problemsOf(file: string): Promise<readonly Problem[]> {
  const error = await loadPolicy(file, catalogue).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(PolicyError)
  return (error as PolicyError).problems
}

const sha256 = (...parts: string[]) => createHash('sha256').update(parts.join('')).digest('hex')

describe('a policy from the file system', () => {
  test('one file: its hash is that of its bytes', async () => {
    const policy = await loadPolicy(await write('one.yaml', head + oneGate), catalogue)
    expect(policy.sha256).toBe(sha256(head + oneGate))
    expect(policy.datasets[0]!.directory).toBe(folder)
  })

  test('ancestors are found from the file that names them, and are part of the hash', async () => {
    const org = 'version: 1\ngates: [{ name: sharp, metric: brier, max: 0.2 }]\n'
    const base = 'version: 1\nextends: ./org.yaml\ndatasets: { extra: { path: extra.parquet } }\n'
    const own = `${head}extends: ../base.yaml\n${oneGate}`
    await write('org.yaml', org)
    await write('base.yaml', base)
    const policy = await loadPolicy(await write('team/policy.yaml', own), catalogue)
    expect(policy.gates.map((gate) => gate.name)).toEqual(['sharp', 'ranks'])
    expect(policy.sha256).toBe(sha256(own, base, org))
    expect(policy.datasets.map(({ name, directory }) => [name, directory])).toEqual([
      ['extra', folder],
      ['validation', join(folder, 'team')],
      ['test', join(folder, 'team')],
    ])
  })

  test('any reader serves', async () => {
    const files: Record<string, string> = { 'a.yaml': `${head}extends: b.yaml\n`, 'b.yaml': `version: 1\n${oneGate}` }
    const policy = await loadPolicy('a.yaml', catalogue, {
      read: async (file) => new TextEncoder().encode(files[file]),
    })
    expect(policy.gates[0]!.location).toEqual({ file: 'b.yaml', line: 3, column: 5 })
  })

  test('the same text gives the same hash, other text another', async () => {
    const a = await loadPolicy(await write('a.yaml', head + oneGate), catalogue)
    const b = await loadPolicy(await write('b.yaml', `${head + oneGate}# a word\n`), catalogue)
    expect(a.sha256).not.toBe(b.sha256)
    expect(
      createHash('sha256')
        .update(await readFile(join(folder, 'a.yaml')))
        .digest('hex'),
    ).toBe(a.sha256)
  })
})

describe('files that cannot be read', () => {
  test('a missing file', async () => {
    expect(await problemsOf(join(folder, 'nowhere.yaml'))).toMatchObject([{ code: 'missing-file', line: 1, column: 1 }])
  })

  test('a folder', async () => {
    expect(await problemsOf(folder)).toMatchObject([
      { code: 'unreadable-file', message: expect.stringContaining('is a folder') },
    ])
  })

  test('10 MB', async () => {
    expect(await problemsOf(await write('large.yaml', '#'.repeat(10_000_000)))).toMatchObject([
      { code: 'file-too-large', message: expect.stringContaining('10,000,000 bytes') },
    ])
  })

  test('bytes that are no text', async () => {
    expect(await problemsOf(await write('binary.yaml', new Uint8Array([0xff, 0xfe, 0x00, 0x80])))).toMatchObject([
      { code: 'not-text' },
    ])
  })

  test('an ancestor that is missing is reported where it is named, with what else is wrong', async () => {
    const file = await write('orphan.yaml', `${head}extends: ../no/org.yaml\ngates: [{ name: g, metrik: recall }]\n`)
    expect(await problemsOf(file)).toMatchObject([
      { code: 'missing-file', file, line: 12, column: 10, path: 'extends' },
      { code: 'unknown-field', file, line: 13, column: 20, nearest: 'metric' },
    ])
  })

  test('a circle of ancestors ends at the line that closes it', async () => {
    const a = await write('circle-a.yaml', `${head}extends: circle-b.yaml\n${oneGate}`)
    const b = await write('circle-b.yaml', 'version: 1\nextends: ./circle-a.yaml\n')
    const problems = await problemsOf(a)
    expect(problems).toMatchObject([{ code: 'extends-cycle', file: b, line: 2, column: 10 }])
    expect(problems[0]!.message).toContain('circle-a.yaml → ')
  })
})
