import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chunkColumn, isPresent } from '../src/duckdb/chunk-column.ts'
import { startEngine } from '../src/duckdb/engine.ts'
import { openSource } from '../src/inputs/source.ts'
import { queryFile, writeQuery } from './support/tables.ts'

async function opened() {
  const directory = await queryFile('in.parquet', 'SELECT 1 AS a')
  await writeQuery(join(directory, 'secret.parquet'), 'SELECT 42 AS secret')
  const source = await openSource(['in.parquet'], directory, () => true)
  onTestFinished(() => source.engine.close())
  return { directory, source }
}

test('an engine that has opened its inputs reads them and nothing else', async () => {
  const { directory, source } = await opened()
  expect(await source.engine.rows(`SELECT a FROM ${source.from}`)).toEqual([[1]])
  const attempts = [
    `SELECT content FROM read_text('/etc/passwd')`,
    `SELECT * FROM read_csv('/etc/passwd', header = false)`,
    `SELECT * FROM '/etc/passwd'`,
    `SELECT * FROM glob('/etc/*')`,
    `SELECT * FROM read_blob('/proc/self/environ')`,
    `SELECT * FROM read_parquet('${directory}/secret.parquet')`,
    `SELECT * FROM read_parquet('${directory}/*.parquet')`,
    `SELECT * FROM read_parquet('${directory}/in.parquet/../secret.parquet')`,
    `SELECT (SELECT max(content) FROM read_text('/etc/passwd')) IS NOT NULL FROM ${source.from}`,
    `SELECT * FROM read_csv('https://example.com/a.csv')`,
    `ATTACH '${directory}/other.db'`,
    `COPY (SELECT 1) TO '${directory}/out.csv'`,
    `COPY (SELECT 1) TO '${directory}/in.parquet'`,
    `EXPORT DATABASE '${directory}/dump'`,
    `INSTALL httpfs`,
    `LOAD httpfs`,
    `SET enable_external_access = true`,
    `SET allowed_paths = ['/etc/passwd']`,
    `RESET lock_configuration`,
    `SELECT getenv('HOME')`,
  ]
  for (const sql of attempts) await expect(source.engine.rows(sql), sql).rejects.toThrow()
  for (const name of ['out.csv', 'other.db', 'dump']) expect(existsSync(join(directory, name)), name).toBe(false)
})

test('chunks show their typed arrays and validity bits', async () => {
  const engine = await startEngine()
  onTestFinished(() => engine.close())
  const result = await engine.stream(
    `SELECT CASE WHEN i <> 9 THEN i END::INTEGER, i::DOUBLE, i::BIGINT, (i % 2)::UTINYINT, hash(i) FROM range(3000) t(i)`,
  )
  const chunk = (await result.fetchChunk())!
  const types = [0, 1, 2, 3, 4].map((i) => chunkColumn(chunk, i).items.constructor)
  expect(types).toEqual([Int32Array, Float64Array, BigInt64Array, Uint8Array, BigUint64Array])
  const { items, validity } = chunkColumn(chunk, 0)
  expect([items[8], items[10], items.length]).toEqual([8, 10, 2048])
  expect([8, 9, 10].map((i) => isPresent(validity, i))).toEqual([true, false, true])
  expect(chunkColumn(chunk, 1).validity).toBeNull()
})

test('a column without a typed array is an error, not a guess', async () => {
  const engine = await startEngine()
  onTestFinished(() => engine.close())
  const chunk = (await (await engine.stream(`SELECT 'text'`)).fetchChunk())!
  expect(() => chunkColumn(chunk, 0)).toThrow(TypeError)
})
