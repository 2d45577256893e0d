/**
 * `npm run bench:platform [-- --evaluations 100000]`: the server, in a process of its own, on a real PostgreSQL with many
 * evaluations of 50 gates each: how long lists, an evaluation and a push take, and whether 500 pushes at once are all
 * there, once. Prints Markdown; docs/benchmarks.md holds the last table. Ends with 1 where a bound is missed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { defaultWorkspace, openStore, type PushedEvaluation, pushEvaluation, type Store } from '@sluice/store'
import { sql } from 'drizzle-orm'
import { PushError } from '../../../apps/cli/src/push/push-error.ts'
import { type Stored, send } from '../../../apps/cli/src/push/send.ts'
import { startPostgres } from '../../throwaway-postgres.ts'
import { enlarged, gates, measuredExample, variation, widened } from './evaluations.ts'
import { fill } from './fill.ts'

const { values: flags } = parseArgs({ options: { evaluations: { type: 'string', default: '100000' } } })
const count = Number(flags.evaluations)
const root = fileURLToPath(new URL('../../..', import.meta.url))

const postgres = await startPostgres(['shared_buffers=512MB', 'max_wal_size=8GB', 'checkpoint_timeout=30min'])
const url = `${postgres.url}/postgres`
const store = await openStore({ kind: 'postgres', url })
const serving = spawn(
  process.execPath,
  [
    '--conditions=@sluice/source',
    '--import',
    'tsx',
    ...process.execArgv.filter((one) => one.startsWith('--cpu-prof')),
    fileURLToPath(new URL('serve.ts', import.meta.url)),
    url,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const address = await firstLine(serving.stdout)
try {
  const examples = await Promise.all(
    ['credit-default', 'census-income'].map((name) => measuredExample(`${root}/policies/${name}/policy.yaml`)),
  )
  await pushOriginals(store, examples)
  const started = performance.now()
  await fill(url, count, (done) => console.error(`filled ${done.toLocaleString('en-US')} evaluations`))
  const seconds = (performance.now() - started) / 1000
  console.log(`## The platform: ${count.toLocaleString('en-US')} evaluations of ${gates} gates, PostgreSQL\n`)
  console.log(`${await sizes(store)}; filled in ${seconds.toFixed(0)} s.\n`)
  console.log('| | median | p99 | of | asked |\n|---|---:|---:|---:|---:|')
  await readPages()
  await pushLarge(examples[0]!)
  await pushManyAtOnce(examples[0]!)
} finally {
  const ended = once(serving, 'exit')
  serving.kill('SIGTERM')
  await ended
  await store.close()
  await postgres.stop()
}

/** What copies are made of: two real evaluations, each widened to 50 gates. */
async function pushOriginals(store: Store, examples: readonly PushedEvaluation[]): Promise<void> {
  const { id } = await defaultWorkspace(store)
  for (const one of examples) await pushEvaluation(store, id, widened(one), { actor: 'bench', now: new Date() })
}

async function sizes(store: Store): Promise<string> {
  const answer = (await store.database.execute(
    sql.raw(`SELECT (SELECT count(*) FROM evaluations) AS evaluations, (SELECT count(*) FROM gate_results) AS gates,
      (SELECT count(*) FROM measurements) AS measurements, pg_database_size(current_database()) / 1e9 AS gigabytes`),
  )) as unknown as { rows: Record<string, string>[] }
  const { evaluations, gates, measurements, gigabytes } = answer.rows[0]!
  const number = (text: string | undefined) => Number(text).toLocaleString('en-US')
  return `${number(evaluations)} evaluations, ${number(gates)} gate results and ${number(measurements)} measurements are ${Number(gigabytes).toFixed(1)} GB`
}

async function readPages(): Promise<void> {
  const lists = ['/api/v1/models?limit=50', '/api/v1/evaluations?limit=50', '/api/v1/evaluations?limit=50&verdict=fail']
  for (const model of ['model-1', 'model-33']) lists.push(`/api/v1/evaluations?limit=50&model=${model}`)
  const first = (await get('/api/v1/evaluations?limit=50')) as { items: { id: string }[]; nextCursor: string }
  for (let cursor: string | null = first.nextCursor, page = 0; cursor !== null && page < 20; page++) {
    lists.push(`/api/v1/evaluations?limit=50&cursor=${encodeURIComponent(cursor)}`)
    cursor = ((await get(lists.at(-1)!)) as { nextCursor: string | null }).nextCursor
  }
  await timed('a page of a list (50 rows)', 1000, 50, (i) => read(lists[i % lists.length]!))
  const ids = first.items.map(({ id }) => id)
  const parts = ['', '/evidence?without=curves', '/curves']
  await timed(`an evaluation page’s data (verdict of ${gates} gates)`, 300, 100, (i) => readParts(i, parts.slice(0, 1)))
  await timed('what all pages of an evaluation ask, together (verdict, evidence, curves)', 300, null, (i) =>
    readParts(i, parts),
  )

  // Another evaluation each time; the first two are what the others were copied from.
  async function readParts(i: number, asked: readonly string[]): Promise<void> {
    const id = ids[2 + (i % (ids.length - 2))]!
    await Promise.all(asked.map((part) => read(`/api/v1/evaluations/${id}${part}`)))
  }
}

async function pushLarge(example: PushedEvaluation): Promise<void> {
  const large = enlarged(example, 2_000_000)
  const bodies = await Promise.all(
    Array.from({ length: 55 }, (_, i) => promisify(gzip)(JSON.stringify(variation(large, `large-${i}`)))),
  )
  const megabytes = JSON.stringify(large).length / 1e6
  await timed(
    `a push of ${megabytes.toFixed(1)} MB (${(bodies[0]!.length / 1e6).toFixed(1)} MB gzipped)`,
    50,
    300,
    async (i) => {
      const response = await fetch(`${address}/api/v1/evaluations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: new Uint8Array(bodies[i]!),
      })
      const answer = await response.text()
      if (!response.ok || !answer.includes('"created":true')) throw new Error(`push: ${response.status} ${answer}`)
    },
  )
}

/** As `sluice push` sends: with its retries, and what is not taken then is kept and sent with the next push. */
async function pushManyAtOnce(example: PushedEvaluation): Promise<void> {
  const bodies = Array.from({ length: 500 }, (_, i) => JSON.stringify(variation(example, `parallel-${i % 450}`)))
  let retries = 0
  let pushes = 0
  const answers: Stored[] = []
  const started = performance.now()
  for (let waiting = bodies; waiting.length > 0; pushes++) waiting = await pushOnce(waiting)
  const seconds = (performance.now() - started) / 1000
  const created = answers.filter((answer) => answer.created).length
  const ids = new Set(answers.map((answer) => answer.id))
  const found = await store.database.execute(
    sql.raw(`SELECT count(DISTINCT e.number)::int AS evaluations, count(p.number)::int AS pushes
      FROM evaluations e JOIN pushes p ON p.evaluation = e.number
      WHERE e.id IN (${[...ids].map((id) => `'${id}'`).join(', ')})`),
  )
  const stored = (found as unknown as { rows: { evaluations: number; pushes: number }[] }).rows[0]!
  if (stored.evaluations !== 450 || stored.pushes !== 450 || ids.size !== 450) process.exitCode = 1
  console.log(
    `\n500 pushes of ${(bodies[0]!.length / 1e6).toFixed(1)} MB at once, 50 of them a second time: ${created} created, ${ids.size} different, ${stored.evaluations} stored with ${stored.pushes} pushes, ${retries} tried again, in ${seconds.toFixed(1)} s and ${pushes === 1 ? 'one push each' : `${pushes} pushes`}.`,
  )

  /** Returns what is kept. */
  async function pushOnce(waiting: readonly string[]): Promise<string[]> {
    const kept: string[] = []
    await Promise.all(
      waiting.map(async (body) => {
        try {
          answers.push(await send(body, { url: address, token: undefined }, { onRetry: () => void retries++ }))
        } catch (error) {
          if (!(error instanceof PushError) || error.fault !== 'later') throw error
          kept.push(body)
        }
      }),
    )
    return kept
  }
}

async function get(path: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await read(path)))
}

/** To the last byte; what a browser makes of it is not the server's time. */
async function read(path: string): Promise<ArrayBuffer> {
  const response = await fetch(`${address}${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.arrayBuffer()
}

/** @param most milliseconds that the 99th of a hundred may take; `null`: it is only told */
async function timed(name: string, times: number, most: number | null, run: (i: number) => Promise<unknown>) {
  const warmUps = 5
  const milliseconds: number[] = []
  for (let i = 0; i < times + warmUps; i++) {
    const started = performance.now()
    await run(i)
    if (i >= warmUps) milliseconds.push(performance.now() - started)
  }
  milliseconds.sort((a, b) => a - b)
  const at = (share: number) => milliseconds[Math.min(times - 1, Math.floor(share * times))]!
  const asked = most === null ? '' : `${most} ms`
  console.log(`| ${name} | ${at(0.5).toFixed(0)} ms | ${at(0.99).toFixed(0)} ms | ${times} | ${asked} |`)
  if (most !== null && at(0.99) > most) process.exitCode = 1
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line
  throw new Error('The server ended before it served.')
}
