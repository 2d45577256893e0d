import { expect, test } from 'vitest'
import { notePush } from '../src/evaluations/note-push.ts'
import {
  applyRetention,
  defaultWorkspace,
  getEvidence,
  listEvaluations,
  openStore,
  pushEvaluation,
  type Store,
} from '../src/index.ts'
import { at, variation } from './set-up/examples.ts'
import { newDatabase, pushAll, withClient } from './set-up/stores.ts'

const workspace = 'default'
const old = { ...variation(1), origin: { commit: 'again' } }

/** Two evaluations, of which a rule that keeps one deletes the first. */
async function filled(name: string): Promise<{ url: string; store: Store; ids: string[] }> {
  const url = await newDatabase(name)
  const store = await openStore({ kind: 'postgres', url })
  await defaultWorkspace(store)
  return { url, store, ids: await pushAll(store, workspace, [variation(1), variation(2)]) }
}

/** Asks until some statement waits for another transaction. */
function untilHeldUp(url: string): Promise<void> {
  return withClient(url, async (client) => {
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while ((await client.query(waiting)).rowCount === 0);
  })
}

const kept = async (store: Store) =>
  (await listEvaluations(store, workspace)).items.map(({ id, origin }) => [id, origin.commit])

test('an evaluation that is pushed again while retention is about to delete it stays, as the last one', async () => {
  const { url, store, ids } = await filled('pushed_before_deletion')
  let deleting: Promise<unknown> = Promise.resolve()
  await store.transact(async (transaction) => {
    const push = { workspace, id: String(ids[0]), pushed: old, actor: 'ci', now: at(9) }
    expect(await notePush(transaction, push)).toBe('noted')
    deleting = applyRetention(store, workspace, { keepLast: 1, now: at(10) })
    await untilHeldUp(url)
  })
  expect(await deleting).toEqual({ deleted: 0 })
  expect(await kept(store)).toEqual([
    [ids[0], 'again'],
    [ids[1], '0.2.2'],
    [ids[0], '0.2.1'],
  ])
  await store.close()
})

test('a push of what retention is deleting waits, and brings it again', async () => {
  const { url, store, ids } = await filled('pushed_in_deletion')
  const pushing = await withClient(url, async (client) => {
    await client.query('begin')
    await client.query('delete from evaluations where id = $1', [ids[0]])
    const pushed = pushEvaluation(store, workspace, old, { actor: 'ci', now: at(9) })
    await untilHeldUp(url)
    await client.query('commit')
    return pushed
  })
  expect(pushing).toEqual({ id: ids[0], created: true, noted: true })
  expect(await kept(store)).toEqual([
    [ids[0], 'again'],
    [ids[1], '0.2.2'],
  ])
  expect(await getEvidence(store, workspace, String(ids[0]))).toEqual(old.evidence)
  await store.close()
})
