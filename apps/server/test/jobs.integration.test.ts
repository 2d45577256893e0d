import {
  claimJob,
  defaultWorkspace,
  listAudit,
  listEvaluations,
  openStore,
  pushEvaluation,
  type Store,
} from '@sluice/store'
import { expect, test } from 'vitest'
import type { Job } from '../src/jobs/job.ts'
import { retentionJob } from '../src/jobs/retention-job.ts'
import { lastDue, runDueJobs } from '../src/jobs/run-due-jobs.ts'
import { judgedAt, variation } from './set-up/examples.ts'
import { newDatabase, serve, until } from './set-up/serve.ts'

const log = { info: () => {}, error: () => {} }
const now = new Date('2026-11-24T12:00:30Z')

function counted(): { job: Job; runs: Date[] } {
  const runs: Date[] = []
  const run = async (at: Date) => {
    runs.push(at)
    return { runs: runs.length }
  }
  return { job: { name: 'counted', schedule: '*/5 * * * *', leaseSeconds: 60, run }, runs }
}

test('the last due time is the one at or before now', () => {
  expect(lastDue('17 3 * * *', new Date('2026-11-24T03:16:59.999Z'))?.toISOString()).toBe('2026-11-23T03:17:00.000Z')
  expect(lastDue('17 3 * * *', new Date('2026-11-24T03:17:00.000Z'))?.toISOString()).toBe('2026-11-24T03:17:00.000Z')
})

test('of many servers on one database one runs a job, once for each time that it is due', async () => {
  const url = await newDatabase('jobs')
  const stores = await Promise.all([1, 2].map(() => openStore({ kind: 'postgres', url })))
  const { job, runs } = counted()
  const tick = (at: Date) =>
    Promise.all(
      [0, 1, 0, 1].map((n, at2) => runDueJobs({ store: stores[n]!, jobs: [job], holder: `${n}${at2}`, log }, at)),
    )
  await tick(now)
  await tick(now)
  expect(runs).toHaveLength(1)
  await tick(new Date('2026-11-24T12:05:00Z'))
  expect(runs).toHaveLength(2)
  for (const store of stores) await store.close()
})

test('a job whose server died is run by another when the lease has run out; one that failed is not run again', async () => {
  const store = await openStore({ kind: 'postgres', url: await newDatabase('leases') })
  const { job, runs } = counted()
  await claimJob(store, { name: 'counted', due: lastDue(job.schedule, now)!, holder: 'dead', leaseSeconds: 0 })
  await runDueJobs({ store, jobs: [job], holder: 'alive', log }, now)
  expect(runs).toHaveLength(1)
  const attempts: Date[] = []
  const failing: Job = {
    ...job,
    name: 'failing',
    leaseSeconds: 0,
    run: async (at) => {
      attempts.push(at)
      throw new Error('no')
    },
  }
  await runDueJobs({ store, jobs: [failing], holder: 'alive', log }, now)
  await runDueJobs({ store, jobs: [failing], holder: 'alive', log }, now)
  expect(attempts).toHaveLength(1)
  await store.close()
})

/** A night's work of three batches, each of which takes longer than the lease: the database's clock is put on as it ends. */
async function longNight(name: string) {
  const url = await newDatabase(name)
  const stores = await Promise.all([1, 2].map(() => openStore({ kind: 'postgres', url })))
  const [store, other] = stores as [Store, Store]
  const { id: workspace } = await defaultWorkspace(store)
  for (const n of [0, 1, 2, 3]) await pushEvaluation(store, workspace, variation(n), { actor: 'test', now: judgedAt })
  await store.database.execute(`
    create function time_passes() returns trigger language plpgsql as
      $$ begin update jobs set lease_until = clock_timestamp() where finished_at is null; return null; end $$;
    create trigger time_passes after delete on evaluations execute function time_passes()`)
  const jobOf = (its: Store) => retentionJob(its, { keepLast: 1 }, { atOnce: 1 })
  const deletions = async () => {
    const { items } = await listAudit(store, workspace, {})
    return items.filter(({ action }) => action === 'retention.applied').length
  }
  return { store, other, workspace, jobOf, deletions, close: () => Promise.all(stores.map((one) => one.close())) }
}

test('a run that takes longer than its lease renews it, and a second server that looks meanwhile does not take it', async () => {
  const night = await longNight('long_night')
  const job = night.jobOf(night.store)
  const ranElsewhere: (readonly string[])[] = []
  const watched: Job = {
    ...job,
    run: (at, hold) =>
      job.run(at, {
        async renew() {
          await hold.renew()
          const runner = { store: night.other, jobs: [night.jobOf(night.other)], holder: 'second', log }
          ranElsewhere.push(await runDueJobs(runner, now))
        },
      }),
  }
  expect(await runDueJobs({ store: night.store, jobs: [watched], holder: 'first', log }, now)).toEqual(['retention'])
  expect(ranElsewhere.length).toBeGreaterThanOrEqual(3)
  expect(ranElsewhere.flat()).toEqual([])
  expect(await night.deletions()).toBe(3)
  await night.close()
})

test('a run whose job another server has taken over stops, and leaves the outcome to that one', async () => {
  const night = await longNight('taken_night')
  const job = night.jobOf(night.store)
  const errors: unknown[] = []
  const overtaken: Job = {
    ...job,
    run: (at, hold) =>
      job.run(at, {
        async renew() {
          await runDueJobs({ store: night.other, jobs: [night.jobOf(night.other)], holder: 'second', log }, now)
          await hold.renew()
        },
      }),
  }
  const watching = { ...log, error: (fault: unknown) => errors.push(fault) }
  await runDueJobs({ store: night.store, jobs: [overtaken], holder: 'first', log: watching }, now)
  expect(errors).toMatchObject([{ err: { name: 'JobTakenOver' } }])
  const { rows } = (await night.store.database.execute('select holder, attempts, outcome from jobs')) as unknown as {
    rows: unknown[]
  }
  expect(rows).toEqual([{ holder: 'second', attempts: 2, outcome: { ok: true, deleted: 2 } }])
  expect(await night.deletions()).toBe(3)
  await night.close()
})

test('two servers that start together apply retention once', async () => {
  const url = await newDatabase('retention')
  const stores = await Promise.all([1, 2].map(() => openStore({ kind: 'postgres', url })))
  const { id: workspace } = await defaultWorkspace(stores[0]!)
  const dates = ['2026-01-01', '2026-01-02', '2026-11-23'].map((day) => new Date(`${day}T00:00:00Z`))
  for (const [n, date] of dates.entries())
    await pushEvaluation(stores[0]!, workspace, variation(n), { actor: 'test', now: date })
  const servers = await Promise.all(
    stores.map((store, n) => serve(`retention-${n}`, { store, retention: { keepDays: 30 }, now: () => judgedAt })),
  )
  const done = () => servers.flatMap((server) => server.log.filter((line) => line.includes('"job done"')))
  await until(
    async () => done().length,
    (count) => count >= 1,
  )
  for (const server of servers) await server.close()
  expect(done()).toHaveLength(1)
  expect(done()[0]).toContain('"deleted":2')
  expect((await listEvaluations(stores[0]!, workspace, {})).items).toHaveLength(1)
  const audit = await listAudit(stores[0]!, workspace, {})
  expect(audit.items.filter(({ action }) => action === 'retention.applied')).toHaveLength(1)
  for (const store of stores) await store.close()
})
