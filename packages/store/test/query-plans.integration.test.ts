import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createToken,
  createWorkspace,
  gateSeries,
  getCurves,
  getEvaluation,
  getEvidence,
  getModel,
  latestGates,
  listAudit,
  listEvaluations,
  listModels,
  listPolicyVersions,
  listTokens,
  listWaivers,
  openStore,
  pastEvidence,
  pushEvaluation,
  type Store,
} from '../src/index.ts'
import { at, example } from './set-up/examples.ts'
import { newDatabase, withClient } from './set-up/stores.ts'

const asked: { query: string; params: unknown[] }[] = []
let url: string
let store: Store
let workspace: string

/** 20 models with 100 evaluations each of 20 gates, copied from one real push by the database itself. */
beforeAll(async () => {
  url = await newDatabase('plans')
  const logger = { logQuery: (query: string, params: unknown[]) => asked.push({ query, params }) }
  store = await openStore({ kind: 'postgres', url, logger })
  workspace = (await createWorkspace(store, 'plans')).id
  await pushEvaluation(store, workspace, example(), { actor: 'ci', now: at(0) })
  await createToken(store, workspace, { name: 'ci', scopes: ['push'], actor: 'ada', now: at(0) })
  await withClient(url, async (client) => {
    await client.query(multiply)
    await client.query('vacuum analyze')
  })
})

afterAll(() => store.close())

const multiply = `
insert into models select workspace, name || n, description, owners, 100, last_at
  from models, generate_series(1, 20) as n;
insert into policies select workspace, encode(sha256((sha256 || n)::bytea), 'hex'), model || n, files, 100, created_at, last_at
  from policies, generate_series(1, 20) as n;
insert into evaluations (workspace, id, model, verdict, gates, blocking, policy_sha256, engine, datasets, report)
  select workspace, encode(sha256((id || n || '-' || m)::bytea), 'hex'), model || n,
    (array['pass', 'fail', 'warn', 'inconclusive'])[1 + m % 4], gates, blocking,
    encode(sha256((policy_sha256 || n)::bytea), 'hex'), engine, datasets, report
  from evaluations, generate_series(1, 20) as n, generate_series(1, 100) as m;
insert into pushes (evaluation, workspace, model, verdict, policy_sha256, origin, origin_sha256, actor, created_at)
  select e.number, e.workspace, e.model, e.verdict, e.policy_sha256, p.origin, sha256((n || '')::bytea), p.actor,
    p.created_at + (e.number + n * 10000) * interval '1 minute'
  from pushes p, evaluations e, generate_series(1, 2) as n where e.number > p.evaluation;
insert into gate_results select e.number, p, g.gate || p, g.status, g.severity, g.blocking, g.metric, g.dataset, g.model,
    g.versus, g.condition, g.reason, g.slice, g.value, g.lower, g.upper
  from gate_results g, evaluations e, generate_series(0, 19) as p where e.number > g.evaluation and g.position = 0;
insert into measurements select e.number, g, m.position, m.slice, m.status, m.value, m.lower, m.upper, m.rows
  from measurements m, evaluations e, generate_series(0, 19) as g where e.number > m.evaluation and m.gate = 0;
insert into tokens select id || n, workspace, name, scopes, prefix, sha256((id || n)::bytea), created_at + n * interval '1 s'
  from tokens, generate_series(1, 2000) as n;
insert into waivers select number, 0, 'gate', null, '2026-12-01', 'reason', 'ada', 'active' from evaluations;
insert into evidence select e.number, v.length, v.body from evidence v, evaluations e where e.number > v.evaluation;
insert into curves select e.number, v.length, v.body from curves v, evaluations e where e.number > v.evaluation;
insert into audit_log select workspace, 2 + n, at, actor, action, subject, detail, hash
  from audit_log, generate_series(1, 2000) as n where sequence = 1;
`

const model = 'credit-default7'
const today = '2026-11-24'

const lists: readonly [string, () => Promise<unknown>][] = [
  ['evaluations', () => listEvaluations(store, workspace)],
  ['evaluations of a model', () => listEvaluations(store, workspace, { model })],
  ['evaluations with a verdict', () => listEvaluations(store, workspace, { verdict: 'fail' })],
  ['evaluations of a model with a verdict', () => listEvaluations(store, workspace, { model, verdict: 'fail' })],
  ['the second page of evaluations', () => secondPage((cursor) => listEvaluations(store, workspace, { cursor }))],
  ['models', () => listModels(store, workspace, { today })],
  ['a model', () => getModel(store, workspace, { model, today })],
  [
    'the second page of models',
    () => secondPage((cursor) => listModels(store, workspace, { today, cursor, limit: 5 })),
  ],
  ['policy versions', () => listPolicyVersions(store, workspace, { model })],
  ['waivers', () => listWaivers(store, workspace)],
  ['the second page of waivers', () => secondPage((cursor) => listWaivers(store, workspace, { cursor, limit: 5 }))],
  ['waivers of a model', () => listWaivers(store, workspace, { model })],
  ['tokens', () => listTokens(store, workspace)],
  ['the second page of tokens', () => secondPage((cursor) => listTokens(store, workspace, { cursor }))],
  ['the last gates', () => latestGates(store, workspace)],
  ['a gate’s series', () => gateSeries(store, workspace, { model, gate: 'honest-probabilities3', slice: 'all' })],
  ['past evidence', () => pastEvidence(store, workspace, { model })],
  ['the audit log', () => listAudit(store, workspace)],
  ['an evaluation', async () => getEvaluation(store, workspace, await anId())],
  ['an evaluation’s evidence', async () => getEvidence(store, workspace, await anId())],
  ['an evaluation’s curves', async () => getCurves(store, workspace, await anId())],
]

/** Grow with every push: reading one of them whole is what a list must not do. */
const large = new Set([
  'evaluations',
  'pushes',
  'gate_results',
  'measurements',
  'waivers',
  'evidence',
  'curves',
  'audit_log',
  'tokens',
])

test.each(lists)('reads %s by index', async (_, list) => {
  asked.length = 0
  await list()
  const queries = asked.splice(0)
  expect(queries.length).toBeGreaterThan(0)
  for (const { query, params } of queries) {
    const nodes = await planOf(query, params)
    expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? ''))).toEqual(
      [],
    )
    expect(nodes.some((node) => /Index/.test(node['Node Type']))).toBe(true)
  }
})

test('reads a page of models by one query, however many they are', async () => {
  asked.length = 0
  const { items } = await listModels(store, workspace, { today, limit: 200 })
  expect(items).toHaveLength(21)
  expect(asked).toHaveLength(1)
})

test('reads no curve for evidence that is asked for without', async () => {
  const id = await anId()
  asked.length = 0
  await getEvidence(store, workspace, id, { curves: false })
  expect(asked.map(({ query }) => /"curves"/.test(query))).toEqual([false])
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

async function planOf(query: string, params: unknown[]): Promise<PlanNode[]> {
  const explained = await withClient(url, (client) =>
    client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${query}`, params),
  )
  const plan = explained.rows[0]?.['QUERY PLAN'][0].Plan
  if (plan === undefined) throw new Error(`PostgreSQL explained nothing of ${query}`)
  return flattened(plan)
}

function flattened(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flattened)]
}

async function secondPage(list: (cursor: string | undefined) => Promise<{ nextCursor: string | null }>): Promise<void> {
  const { nextCursor } = await list(undefined)
  if (nextCursor === null) throw new Error('There is a second page.')
  asked.length = 0
  await list(nextCursor)
}

async function anId(): Promise<string> {
  const { items } = await listEvaluations(store, workspace, { limit: 1 })
  return String(items[0]?.id)
}
