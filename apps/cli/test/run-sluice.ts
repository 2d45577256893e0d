import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
const command = join(root, 'apps/cli/bin/sluice.mjs')

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Record<string, string>
  /** Nobody reads standard output, as behind `| head -1` once it has its line. */
  readonly closedStdout?: boolean
}

/** Runs the built command in a process of its own. */
export function sluice(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_STEP_SUMMARY: ___, ...inherited } = process.env
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: options.cwd ?? root,
      env: { ...inherited, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (options.closedStdout === true) child.stdout.destroy()
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** What one screen shows of a run whose streams are both a terminal, made by util-linux's `script`. */
export async function sluiceOnTerminal(args: string, cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'script',
    ['-qec', `${process.execPath} ${command} ${args} || true`, '/dev/null'],
    {
      cwd,
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
    },
  )
  return stdout
}

/** A folder that is gone when the test is. */
export function folder(files: Record<string, string> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

/** Writes the result of a query as a Parquet file. */
export async function parquet(file: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
}

/** 600 rows of predictions: id, label y, score p, a column g of three values, a numeric column x. */
export const predictions = `
  SELECT i AS id, (hash(i * 3 + 1) % 100 < 100 * s)::INTEGER AS y, s AS p, (i % 3)::INTEGER AS g, i::DOUBLE AS x
  FROM (SELECT i, ((hash(i) % 1000) + 0.5) / 1000 AS s FROM range(600) t(i))`

/** A policy over \`data.parquet\` with one gate, ready to be spoilt. */
export function policyText(over: { data?: string; columns?: string; slices?: string; gate?: string } = {}): string {
  return `version: 1
model: example
task: binary
datasets:
  test: { path: ${over.data ?? 'data.parquet'}, role: test }
columns: ${over.columns ?? '{ id: id, label: y, positive: 1 }'}
models:
  candidate: { score: p }
slices: ${over.slices ?? '[]'}
gates:
  - ${over.gate ?? '{ name: ranks, metric: roc_auc, min: 0.6 }'}
`
}
