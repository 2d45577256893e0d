import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  defaultWorkspace,
  evaluationId,
  getEvaluation,
  listEvaluations,
  listPolicyVersions,
  openStore,
  pushEvaluation,
} from '../src/index.ts'
import { at, example } from './set-up/examples.ts'
import { startScript } from './set-up/run-script.ts'
import { newDatabase, withClient } from './set-up/stores.ts'
import { untilWaiting } from './set-up/until-waiting.ts'

let upgrade: string

/** The migrations of a later version, which stops in its middle where a test holds the table `gate`. */
beforeAll(async () => {
  upgrade = await mkdtemp(join(tmpdir(), 'sluice-migrations-'))
  await cp(fileURLToPath(new URL('../migrations', import.meta.url)), upgrade, { recursive: true })
  const journalFile = join(upgrade, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(journalFile, 'utf8'))
  const last = journal.entries.at(-1)
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1_000, tag: 'later' })
  await writeFile(journalFile, JSON.stringify(journal))
  const statements = ['alter table models add column team text', 'lock table gate', 'create table later (a text)']
  await writeFile(join(upgrade, 'later.sql'), statements.join(';\n--> statement-breakpoint\n'))
})

afterAll(() => rm(upgrade, { recursive: true }))

test('a server killed in the middle of a migration leaves the tables as they were, and the next one resumes', async () => {
  const url = await newDatabase('migration_killed')
  const place = { kind: 'postgres', url } as const
  const old = await openStore(place)
  await defaultWorkspace(old)
  const { id } = await pushEvaluation(old, 'default', example(), { actor: 'ci', now: at(0) })
  await withClient(url, async (client) => {
    await client.query('create table gate ()')
    await client.query('begin; lock table gate')
    const server = startScript(
      inject('scripts'),
      'open-and-close',
      JSON.stringify({ ...place, migrationsFolder: upgrade }),
    )
    const backend = await untilWaiting(url, 'gate')
    server.kill('SIGKILL')
    await once(server, 'exit')
    // The lock goes before the connection does: the migration runs on, and finds nobody to commit it.
    await client.query('rollback')
    await client.query('select pg_terminate_backend($1, 10000)', [backend])
    expect(await columnsOf(url, 'models')).not.toContain('team')
    expect(await columnsOf(url, 'later')).toEqual([])
  })
  expect((await listEvaluations(old, 'default')).items.map((item) => item.id)).toEqual([id])
  const next = await openStore({ ...place, migrationsFolder: upgrade })
  expect(await columnsOf(url, 'models')).toContain('team')
  expect(await columnsOf(url, 'later')).toEqual(['a'])
  expect((await listEvaluations(next, 'default')).items.map((item) => item.id)).toEqual([id])
  await Promise.all([old.close(), next.close()])
})

test('the very first migration killed in its middle leaves no table, and the next server makes them all', async () => {
  const url = await newDatabase('first_migration_killed')
  const place = { kind: 'postgres', url, migrationsFolder: upgrade } as const
  await withClient(url, async (client) => {
    await client.query('create table gate ()')
    await client.query('begin; lock table gate')
    const server = startScript(inject('scripts'), 'open-and-close', JSON.stringify(place))
    const backend = await untilWaiting(url, 'gate')
    server.kill('SIGKILL')
    await once(server, 'exit')
    await client.query('rollback')
    await client.query('select pg_terminate_backend($1, 10000)', [backend])
  })
  expect(await columnsOf(url, 'workspaces')).toEqual([])
  const store = await openStore(place)
  expect(await defaultWorkspace(store)).toMatchObject({ id: 'default' })
  await store.close()
})

test('servers that start at the same time migrate once', async () => {
  const url = await newDatabase('migration_race')
  const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ kind: 'postgres', url })))
  const names = await Promise.all(stores.map((store) => defaultWorkspace(store)))
  expect(new Set(names.map(({ createdAt }) => createdAt)).size).toBe(1)
  const { rows } = await withClient(url, (client) => client.query('select hash from drizzle.__drizzle_migrations'))
  expect(rows).toHaveLength(3)
  await Promise.all(stores.map((store) => store.close()))
})

test('what an earlier version kept is one push each, and is known when it is sent again', async () => {
  const url = await newDatabase('before_pushes')
  const earlier = await mkdtemp(join(tmpdir(), 'sluice-earlier-'))
  await cp(fileURLToPath(new URL('../migrations', import.meta.url)), earlier, { recursive: true })
  const journalFile = join(earlier, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(journalFile, 'utf8'))
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }))
  await (await openStore({ kind: 'postgres', url, migrationsFolder: earlier })).close()
  await rm(earlier, { recursive: true })
  // What has to be escaped, and one of whose origin nothing is known.
  const origin = { run: 'https://ci.example.com/\u00fc?a=1&b="2"\\', commit: 'c\n\u001b\u2028' }
  const pushed = { ...example(), origin }
  const [id, other] = [evaluationId(pushed), '0'.repeat(64)]
  await withClient(url, (client) =>
    client.query(asEarlier, [JSON.stringify(pushed.verdict), JSON.stringify(origin), id, other, at(0), at(5)]),
  )
  const store = await openStore({ kind: 'postgres', url })
  const listed = (await listEvaluations(store, 'default')).items
  expect(listed.map((one) => [one.id, one.origin, one.createdAt])).toEqual([
    [other, {}, at(5).toISOString()],
    [id, origin, at(0).toISOString()],
  ])
  expect((await getEvaluation(store, 'default', id))?.pushes.map(({ actor }) => actor)).toEqual(['token:ci'])
  const [version] = (await listPolicyVersions(store, 'default', { model: 'credit-default' })).items
  expect([version?.createdAt, version?.lastAt]).toEqual([at(0).toISOString(), at(5).toISOString()])
  const by = { actor: 'ci', now: at(9) }
  expect(await pushEvaluation(store, 'default', pushed, by)).toEqual({ id, created: false, noted: false })
  expect(await pushEvaluation(store, 'default', { ...pushed, origin: {} }, by)).toMatchObject({ noted: true })
  await store.close()
})

/** Two evaluations as version 0.1 kept them before there were pushes, as far as lists read them. */
const asEarlier = `
with given as (select $1::jsonb as verdict, $2::jsonb as origin, $5::timestamptz as first, $6::timestamptz as second),
space as (insert into workspaces (id, name) values ('default', 'default') returning id),
model as (insert into models (workspace, name, owners, evaluations, last_at)
  select id, verdict->>'model', '[]', 2, second from space, given returning name),
policy as (insert into policies (workspace, sha256, model, files, evaluations, created_at)
  select id, verdict->>'policySha256', name, '[]', 2, first from space, model, given returning sha256),
head as (insert into audit_heads (workspace, sequence, hash) select id, 1, '' from space),
log as (insert into audit_log (workspace, sequence, at, actor, action, subject, detail, hash)
  select id, 1, first, 'token:ci', 'evaluation.pushed', $3, '{}', '' from space, given)
insert into evaluations (workspace, id, model, verdict, gates, blocking, policy_sha256, origin, created_at, engine, datasets, report)
select space.id, kept.id, name, verdict->>'verdict', '{}', '[]', sha256, kept.origin, kept.at, '{}', '[]', verdict
from space, model, policy, given, lateral (values ($3, origin, first), ($4, '{}', second)) as kept (id, origin, at)
`

test('a database of a newer version is refused', async () => {
  const url = await newDatabase('newer')
  await withClient(url, (client) => client.query('create table gate ()'))
  await (await openStore({ kind: 'postgres', url, migrationsFolder: upgrade })).close()
  await expect(openStore({ kind: 'postgres', url })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('newer version'),
  })
})

async function columnsOf(url: string, table: string): Promise<string[]> {
  const columns = 'select column_name as name from information_schema.columns where table_name = $1'
  const { rows } = await withClient(url, (client) => client.query<{ name: string }>(columns, [table]))
  return rows.map(({ name }) => name)
}
