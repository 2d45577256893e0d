import { claimJob, defaultWorkspace, listAudit, listEvaluations, openStore, pushEvaluation } from '@sluice/store'
import { expect, test } from 'vitest'
import type { Job } from '../src/jobs/job.ts'
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
