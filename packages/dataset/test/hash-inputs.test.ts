import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashInputs } from '../src/index.ts'
import { folder } from './support/tables.ts'

function located(path: string) {
  const { size, mtimeMs } = statSync(path)
  return { path, bytes: size, modified: mtimeMs }
}

function twoFiles(): string[] {
  const directory = folder()
  const paths = ['a', 'b'].map((name) => join(directory, name))
  for (const [i, path] of paths.entries()) writeFileSync(path, Buffer.alloc((i + 1) * 1_500_000, i + 1))
  return paths
}

test('files are hashed whole, and progress counts the bytes of all', async () => {
  const paths = twoFiles()
  const seen: number[] = []
  const hashed = await hashInputs(paths.map(located), { onProgress: ({ bytes, of }) => seen.push(bytes / of) })
  expect(hashed.map(({ sha256 }) => sha256)).toEqual(
    paths.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex')),
  )
  expect(seen.length).toBeGreaterThan(3)
  expect(seen.at(-1)).toBe(1)
})

test('a file that changed since it was found is refused', async () => {
  const [path] = twoFiles()
  const before = located(path)
  writeFileSync(path, 'other')
  await expect(hashInputs([before])).rejects.toMatchObject({ code: 'changed-while-reading', path })
})

test('hashing ends when it is told to', async () => {
  const paths = twoFiles()
  await expect(hashInputs(paths.map(located), { signal: AbortSignal.abort() })).rejects.toThrow()
})
