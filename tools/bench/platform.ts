/**
 * `npm run bench:platform [-- --evaluations 100000]`: the server on a real PostgreSQL with many evaluations of 50 gates each:
 * how long lists, an evaluation and a push take, and whether 500 pushes at once are all there, once. Prints Markdown;
 * docs/benchmarks.md holds the last table.
 */
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { judge, measureCatalogue, measurePolicy, type PolicyVerdict } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import { startServer } from '@sluice/server'
import {
  defaultWorkspace,
  openStore,
  type PolicyFileText,
  type PushedEvaluation,
  pushEvaluation,
  type Store,
} from '@sluice/store'
import { sql } from 'drizzle-orm'
import { startPostgres } from '../throwaway-postgres.ts'

const { values: flags } = parseArgs({ options: { evaluations: { type: 'string', default: '100000' } } })
const count = Number(flags.evaluations)
const gates = 50
const root = fileURLToPath(new URL('../..', import.meta.url))

const postgres = await startPostgres(['shared_buffers=512MB', 'max_wal_size=4GB'])
const store = await openStore({ kind: 'postgres', url: postgres.url, maxConnections: 20 })
const server = await startServer({
  store,
  host: '127.0.0.1',
  port: 0,
  mode: 'single-user',
  log: false,
  limits: { requestsPerMinute: 1e9, changesPerMinute: 1e9 },
})
try {
  const template = await pushTemplate(store)
  console.error(`filling ${count.toLocaleString('en-US')} evaluations …`)
  await fill(store, count)
  console.log(`## The platform: ${count.toLocaleString('en-US')} evaluations of ${gates} gates, PostgreSQL\n`)
  console.log('| | median | p99 | of |\n|---|---:|---:|---:|')
  await readPages()
  await pushes(template)
} finally {
  await server.close()
  await store.close()
  await postgres.stop()
}

/** Real evidence of an example policy, its verdict widened to 50 gates. */
async function pushTemplate(store: Store): Promise<PushedEvaluation> {
  const files: PolicyFileText[] = []
  const policy = await loadPolicy(`${root}/policies/credit-default/policy.yaml`, measureCatalogue, {
    onFile: (file, bytes) => files.push({ file, text: new TextDecoder().decode(bytes) }),
  })
  const evidence = await measurePolicy(policy, { version: 'bench' })
  const verdict = judge(policy, evidence, { asOf: '2026-11-24', catalogue: measureCatalogue })
  const workspace = await defaultWorkspace(store)
  const pushed = { verdict, evidence, policy: files, origin: { commit: 'bench' } }
  await pushEvaluation(
    store,
    workspace.id,
    { ...pushed, verdict: widened(verdict) },
    { actor: 'bench', now: new Date() },
  )
  return pushed
}

function widened(verdict: PolicyVerdict): PolicyVerdict {
  const all = Array.from({ length: gates }, (_, i) => ({
    ...verdict.gates[i % verdict.gates.length]!,
    name: `gate-${i}`,
  }))
  return { ...verdict, gates: all }
}

/** Copies of the template inside the database, over 50 models and two years. */
async function fill(store: Store, count: number): Promise<void> {
  const { database } = store
  const run = (statement: string) => database.execute(sql.raw(statement))
  await run(`INSERT INTO models (workspace, name, description, owners, evaluations, last_at)
    SELECT workspace, 'model-' || m, description, owners, ${Math.ceil(count / 50)}, now() FROM models, generate_series(0, 49) m`)
  await run(`INSERT INTO evaluations (workspace, id, model, verdict, gates, blocking, policy_sha256, origin, created_at, engine, datasets, report)
    SELECT workspace, encode(sha256(i::text::bytea), 'hex'), 'model-' || i % 50,
      (ARRAY['pass', 'fail', 'inconclusive'])[1 + i % 3], gates, blocking, policy_sha256, origin,
      now() - i * interval '10 minutes', engine, datasets, report
    FROM (SELECT * FROM evaluations LIMIT 1) one, generate_series(1, ${count}) i`)
  const columns = (table: string) =>
    database.execute(
      sql.raw(`SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS list
        FROM information_schema.columns WHERE table_name = '${table}' AND column_name <> 'evaluation'`),
    ) as unknown as Promise<{ rows: { list: string }[] }>
  for (const table of ['gate_results', 'measurements', 'evidence', 'curves', 'waivers']) {
    const { list } = (await columns(table)).rows[0]!
    // Evidence is what it is in size; the newest thousand have theirs.
    const some =
      table === 'evidence' || table === 'curves' ? "AND e.created_at > now() - 1000 * interval '10 minutes'" : ''
    const of = table === 'measurements' ? 'AND t.position < 2' : ''
    await run(`INSERT INTO ${table} (evaluation, ${list})
      SELECT e.number, ${list
        .split(', ')
        .map((column) => `t.${column}`)
        .join(', ')}
      FROM ${table} t, evaluations e WHERE t.evaluation = (SELECT min(number) FROM evaluations) AND e.number <> t.evaluation ${some} ${of}`)
  }
  await run('ANALYZE')
}

async function readPages(): Promise<void> {
  const lists = ['/api/v1/models?limit=50', '/api/v1/evaluations?limit=50', '/api/v1/evaluations?limit=50&verdict=fail']
  for (const model of ['model-1', 'model-33']) lists.push(`/api/v1/evaluations?limit=50&model=${model}`)
  const first = (await get('/api/v1/evaluations?limit=50')) as { items: { id: string }[]; nextCursor: string }
  for (let cursor: string | null = first.nextCursor, page = 0; cursor !== null && page < 20; page++) {
    lists.push(`/api/v1/evaluations?limit=50&cursor=${encodeURIComponent(cursor)}`)
    cursor = ((await get(lists.at(-1)!)) as { nextCursor: string | null }).nextCursor
  }
  await timed('a page of a list (50 rows)', 1000, (i) => get(lists[i % lists.length]!))
  const ids = first.items.map(({ id }) => id)
  await timed("an evaluation page's data (verdict of 50 gates, evidence, curves)", 200, async (i) => {
    const id = ids[1 + (i % (ids.length - 1))]!
    await Promise.all(['', '/evidence', '/curves'].map((part) => get(`/api/v1/evaluations/${id}${part}`)))
  })
}

async function pushes(template: PushedEvaluation): Promise<void> {
  const large = padded(template, 2_000_000)
  await timed(`a push of ${(JSON.stringify(large).length / 1e6).toFixed(1)} MB`, 30, (i) =>
    post(variation(large, `large-${i}`)),
  )
  const bodies = Array.from({ length: 500 }, (_, i) => variation(template, `parallel-${i % 450}`))
  const started = performance.now()
  const answers = await Promise.all(bodies.map((body) => post(body)))
  const seconds = (performance.now() - started) / 1000
  const created = answers.filter((answer) => answer.created).length
  const ids = new Set(answers.map((answer) => answer.id))
  const found = await store.database.execute(
    sql.raw(`SELECT count(*)::int AS n FROM evaluations WHERE id IN (${[...ids].map((id) => `'${id}'`).join(', ')})`),
  )
  const { n } = (found as unknown as { rows: { n: number }[] }).rows[0]!
  console.log(
    `\n500 pushes at once, 50 of them a second time: ${created} created, ${ids.size} different, ${n} stored, in ${seconds.toFixed(1)} s.`,
  )
}

/** Another evaluation of the same evidence: from another commit. */
function variation(pushed: PushedEvaluation, commit: string): PushedEvaluation {
  return { ...pushed, evidence: { ...pushed.evidence, engine: { name: 'sluice', version: commit } } }
}

/** Evidence of about so many bytes, with curves that compress no better than measured ones do. */
function padded(pushed: PushedEvaluation, bytes: number): PushedEvaluation {
  const { curves } = pushed.evidence
  const missing = bytes - JSON.stringify(pushed).length
  const noise = Array.from({ length: Math.ceil(missing / 20) }, () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48)
  const extra = { ...curves[0]!, slice: 'padding', partition: 'padding', x: noise, y: [], threshold: [] }
  return { ...pushed, evidence: { ...pushed.evidence, curves: [...curves, extra] } }
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${server.address}${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function post(pushed: PushedEvaluation): Promise<{ id: string; created: boolean }> {
  const response = await fetch(`${server.address}/api/v1/evaluations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(pushed),
  })
  // As `sluice push` does: a busy server says when to come again.
  if (response.status === 503) {
    await response.text()
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after') ?? 1)))
    return post(pushed)
  }
  if (!response.ok) throw new Error(`push: ${response.status} ${await response.text()}`)
  return (await response.json()) as { id: string; created: boolean }
}

async function timed(name: string, times: number, run: (i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 5; i++) await run(i + 1_000_000)
  const milliseconds: number[] = []
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    await run(i)
    milliseconds.push(performance.now() - started)
  }
  milliseconds.sort((a, b) => a - b)
  const at = (share: number) => `${milliseconds[Math.min(times - 1, Math.floor(share * times))]!.toFixed(0)} ms`
  console.log(`| ${name} | ${at(0.5)} | ${at(0.99)} | ${times} |`)
}
