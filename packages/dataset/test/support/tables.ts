import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'
import type { ColumnRequest, SliceRequest } from '../../src/table.ts'

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-dataset-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A folder with one text file in it. */
export function textFile(name: string, content: string | Uint8Array): string {
  const directory = folder()
  writeFileSync(join(directory, name), content)
  return directory
}

/** A folder with one file that DuckDB writes from a query. */
export async function queryFile(name: string, query: string, options = ''): Promise<string> {
  const directory = folder()
  await writeQuery(join(directory, name), query, options)
  return directory
}

export async function writeQuery(path: string, query: string, options = ''): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${query}) TO '${path}' ${options}`)
  connection.closeSync()
  instance.closeSync()
}

export function request(
  directory: string,
  path: string,
  columns: readonly ColumnRequest[] = [],
  slices: readonly SliceRequest[] = [],
) {
  return { paths: [path], directory, columns, slices }
}
