import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { defaultWorkspace, listEvaluations, openStore, pushEvaluation } from '../src/index.ts'
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
  expect(rows).toHaveLength(2)
  await Promise.all(stores.map((store) => store.close()))
})

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
