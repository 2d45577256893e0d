import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import {
  defaultWorkspace,
  getCurves,
  getEvidence,
  listEvaluations,
  listModels,
  openStore,
  type Store,
  type StorePlace,
  verifyAudit,
} from '../src/index.ts'
import { example } from './set-up/examples.ts'
import { startScript } from './set-up/run-script.ts'
import { newDatabase, newFolder, withClient } from './set-up/stores.ts'
import { untilWaiting } from './set-up/until-waiting.ts'

function startPushing(place: StorePlace, ...writes: readonly string[]): ChildProcess {
  return startScript(
    inject('scripts'),
    'push-many',
    JSON.stringify(place),
    'default',
    inject('examplesFile'),
    ...writes,
  )
}

/** Kills the process once it has said so many ids, if it does not do that itself; gives those it said before it died. */
async function killAfter(pushing: ChildProcess, count = Number.POSITIVE_INFINITY): Promise<string[]> {
  if (pushing.stdout === null) throw new Error('The script prints to a pipe.')
  const said: string[] = []
  const exited = once(pushing, 'exit')
  for await (const id of createInterface({ input: pushing.stdout })) {
    said.push(id)
    if (said.length === count) pushing.kill('SIGKILL')
  }
  const [, signal] = await exited
  expect(signal).toBe('SIGKILL')
  return said
}

/** Every acknowledged push is there, whole, once; at most one more was kept whose answer was cut off. */
async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
  const kept = (await listEvaluations(store, 'default', { limit: 200 })).items.map(({ id }) => id)
  expect(new Set(kept).size).toBe(kept.length)
  expect(kept).toEqual(expect.arrayContaining([...acknowledged]))
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(1)
  for (const id of kept) {
    expect((await getEvidence(store, 'default', id))?.measurements).toEqual(example().evidence.measurements)
    expect(await getCurves(store, 'default', id)).toEqual(example().evidence.curves)
  }
  const gates = kept.length * example().verdict.gates.length
  expect(await count(store, 'gate_results')).toBe(gates)
  const [model] = (await listModels(store, 'default', { today: '2026-11-24' })).items
  expect(model?.evaluations).toBe(kept.length)
  expect(await verifyAudit(store, 'default')).toEqual({ ok: true, entries: kept.length })
}

async function count(store: Store, table: string): Promise<number> {
  const [row] = await store.database.select({ rows: sql<string>`count(*)` }).from(sql`${sql.identifier(table)}`)
  return Number(row?.rows)
}

test('a process killed while it pushes to PostgreSQL leaves every acknowledged push, whole and once', async () => {
  const url = await newDatabase('killed_between')
  const store = await openStore({ kind: 'postgres', url })
  await defaultWorkspace(store)
  const acknowledged: string[] = []
  for (const after of [1, 4, 7]) {
    const said = await killAfter(startPushing({ kind: 'postgres', url }), after)
    acknowledged.push(...said.filter((id) => !acknowledged.includes(id)))
  }
  await expectWhole(store, acknowledged)
  await store.close()
})

test('a process killed in the middle of a push to PostgreSQL leaves nothing of it', async () => {
  const url = await newDatabase('killed_within')
  const store = await openStore({ kind: 'postgres', url })
  await defaultWorkspace(store)
  await withClient(url, async (blocker) => {
    // The last table that a push writes to: all else is written when it waits here.
    await blocker.query('begin; lock table audit_log in exclusive mode')
    const pushing = startPushing({ kind: 'postgres', url })
    const backend = await untilWaiting(url, 'audit_log')
    pushing.kill('SIGKILL')
    await once(pushing, 'exit')
    await blocker.query('rollback')
    await withClient(url, (client) => client.query('select pg_terminate_backend($1, 10000)', [backend]))
  })
  for (const table of ['evaluations', 'evidence', 'curves', 'gate_results', 'measurements', 'models', 'policies']) {
    expect([table, await count(store, table)]).toEqual([table, 0])
  }
  expect(await verifyAudit(store, 'default')).toEqual({ ok: true, entries: 0 })
  await store.close()
})

test('a process killed while it pushes into a folder leaves every acknowledged push, and its lock is taken over', async () => {
  const folder = await newFolder()
  const said = await killAfter(startPushing({ kind: 'embedded', folder }), 4)
  const store = await openStore({ kind: 'embedded', folder })
  await expectWhole(store, said)
  await store.close()
  await rm(folder, { recursive: true })
})

test.each([1, 2, 5, 11, 40, 100])(
  'a process killed in write %i of its pushes into a folder leaves nothing half-written',
  async (writes) => {
    const folder = await newFolder()
    const said = await killAfter(startPushing({ kind: 'embedded', folder }, String(writes)))
    const store = await openStore({ kind: 'embedded', folder })
    await expectWhole(store, said)
    await store.close()
    await rm(folder, { recursive: true })
  },
)
