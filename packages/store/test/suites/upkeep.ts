import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import {
  applyRetention,
  claimJob,
  finishJob,
  forgetJobs,
  getEvidence,
  getPolicy,
  listAudit,
  listEvaluations,
  listModels,
  listPolicyVersions,
  type PushedEvaluation,
  pushEvaluation,
  renewJob,
  type Store,
  verifyAudit,
} from '../../src/index.ts'
import { jobs } from '../../src/schema/index.ts'
import { at, example, variation } from '../set-up/examples.ts'
import { newWorkspace, type OpenTestStore } from '../set-up/stores.ts'

const day = 86_400

export function upkeep(open: OpenTestStore): void {
  describe('retention', () => {
    /** Five evaluations of one model, a day apart, and one old one of another. */
    async function filled(store: Store): Promise<{ workspace: string; ids: string[]; old: string }> {
      const workspace = await newWorkspace(store)
      const push = async (pushed: PushedEvaluation, days: number) =>
        (await pushEvaluation(store, workspace, pushed, { actor: 'ci', now: at(days * day) })).id
      const old = await push(example('census-income'), 0)
      const ids: string[] = []
      for (const days of [1, 2, 3, 4, 5]) ids.push(await push(variation(days), days))
      return { workspace, ids, old }
    }

    const left = async (store: Store, workspace: string) =>
      (await listEvaluations(store, workspace)).items.map(({ id }) => id).toReversed()

    test('keeps the last evaluations of each model', async () => {
      const store = open()
      const { workspace, ids, old } = await filled(store)
      expect(await applyRetention(store, workspace, { keepLast: 2, now: at(9 * day) })).toEqual({ deleted: 3 })
      expect(await left(store, workspace)).toEqual([old, ...ids.slice(3)])
    })

    test('keeps the evaluations of the last days, and every model’s last one however old', async () => {
      const store = open()
      const { workspace, ids, old } = await filled(store)
      expect(await applyRetention(store, workspace, { keepDays: 2, now: at(6 * day) })).toEqual({ deleted: 3 })
      expect(await left(store, workspace)).toEqual([old, ...ids.slice(3)])
      expect(await applyRetention(store, workspace, { keepDays: 0, keepLast: 0, now: at(99 * day) })).toEqual({
        deleted: 1,
      })
      expect(await left(store, workspace)).toEqual([old, ids[4]])
    })

    test('deletes only what neither rule keeps, and nothing without a rule', async () => {
      const store = open()
      const { workspace } = await filled(store)
      expect(await applyRetention(store, workspace, { now: at(99 * day) })).toEqual({ deleted: 0 })
      const both = { keepDays: 2, keepLast: 4, now: at(6 * day) }
      expect(await applyRetention(store, workspace, both)).toEqual({ deleted: 1 })
      expect(await applyRetention(store, workspace, both)).toEqual({ deleted: 0 })
    })

    test('takes evidence along, counts anew, keeps policies, and is logged', async () => {
      const store = open()
      const { workspace, ids } = await filled(store)
      await applyRetention(store, workspace, { keepLast: 1, now: at(9 * day) })
      expect(await getEvidence(store, workspace, String(ids[0]))).toBeNull()
      expect(await getEvidence(store, workspace, String(ids[4]))).not.toBeNull()
      const models = (await listModels(store, workspace, { today: '2026-11-24' })).items
      expect(models.map(({ evaluations }) => evaluations)).toEqual([1, 1])
      const versions = await listPolicyVersions(store, workspace, { model: 'credit-default' })
      expect(versions.items.map(({ evaluations }) => evaluations)).toEqual([1])
      expect(await getPolicy(store, workspace, example().verdict.policySha256)).not.toBeNull()
      expect((await listAudit(store, workspace, { limit: 1 })).items[0]).toMatchObject({
        action: 'retention.applied',
        detail: { deleted: 4, keepDays: null, keepLast: 1 },
      })
      expect(await verifyAudit(store, workspace)).toEqual({ ok: true, entries: 7 })
    })

    test('keeps what a model went back to, with all its pushes, and counts pushes', async () => {
      const store = open()
      const { workspace, ids } = await filled(store)
      const again = { ...variation(1), origin: { commit: 'again' } }
      await pushEvaluation(store, workspace, again, { actor: 'ci', now: at(6 * day) })
      expect(await applyRetention(store, workspace, { keepLast: 2, now: at(9 * day) })).toEqual({ deleted: 3 })
      expect((await left(store, workspace)).slice(1)).toEqual([ids[0], ids[4], ids[0]])
      const models = (await listModels(store, workspace, { today: '2026-11-24' })).items
      expect(models.map(({ evaluations }) => evaluations)).toEqual([1, 3])
    })

    test('leaves other workspaces alone', async () => {
      const store = open()
      const [one, other] = [await filled(store), await filled(store)]
      await applyRetention(store, one.workspace, { keepLast: 1, now: at(9 * day) })
      expect(await left(store, other.workspace)).toHaveLength(6)
    })
  })

  describe('a job that is due', () => {
    test('is run by one of many servers that ask at once', async () => {
      const store = open()
      const claim = { name: 'once', due: at(0), leaseSeconds: 60 }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, server) => claimJob(store, { ...claim, holder: `server ${server}` })),
      )
      expect(answers.filter(Boolean)).toHaveLength(1)
    })

    test('is taken over when its holder’s lease has run out, and only the new holder finishes it', async () => {
      const store = open()
      const job = { name: 'taken over', due: at(0) }
      expect(await claimJob(store, { ...job, holder: 'dead', leaseSeconds: 0 })).toBe(true)
      expect(await claimJob(store, { ...job, holder: 'second', leaseSeconds: 60 })).toBe(true)
      expect(await claimJob(store, { ...job, holder: 'third', leaseSeconds: 60 })).toBe(false)
      expect(await finishJob(store, { ...job, holder: 'dead' }, { deleted: 1 })).toBe(false)
      expect(await finishJob(store, { ...job, holder: 'second' }, { deleted: 1 })).toBe(true)
    })

    test('is held for longer by its holder alone, and not once it is finished', async () => {
      const store = open()
      const job = { name: 'renewed', due: at(0) }
      await claimJob(store, { ...job, holder: 'first', leaseSeconds: 0 })
      expect(await renewJob(store, { ...job, holder: 'second', leaseSeconds: 60 })).toBe(false)
      expect(await renewJob(store, { ...job, holder: 'first', leaseSeconds: 60 })).toBe(true)
      expect(await claimJob(store, { ...job, holder: 'second', leaseSeconds: 60 })).toBe(false)
      await finishJob(store, { ...job, holder: 'first' }, {})
      expect(await renewJob(store, { ...job, holder: 'first', leaseSeconds: 60 })).toBe(false)
    })

    test('is not run again once it is finished, though its lease has run out', async () => {
      const store = open()
      const job = { name: 'finished', due: at(0), holder: 'first' }
      await claimJob(store, { ...job, leaseSeconds: 0 })
      expect(await finishJob(store, job, { failed: 'disk full' })).toBe(true)
      expect(await claimJob(store, { ...job, holder: 'second', leaseSeconds: 60 })).toBe(false)
      expect(await finishJob(store, job, {})).toBe(false)
    })

    test('is forgotten long after it was finished, but for the last time', async () => {
      const store = open()
      const run = async (second: number, finish = true) => {
        const job = { name: 'forgotten', due: at(second), holder: 'one' }
        await claimJob(store, { ...job, leaseSeconds: 60 })
        if (finish) await finishJob(store, job, {})
      }
      await run(0)
      await run(day, false)
      await run(2 * day)
      await run(3 * day)
      expect(await forgetJobs(store, 'forgotten', 30)).toBe(0)
      await store.database.execute(
        sql`update jobs set finished_at = finished_at - interval '31 days' where name = 'forgotten'`,
      )
      expect(await forgetJobs(store, 'another', 30)).toBe(0)
      expect(await forgetJobs(store, 'forgotten', 30)).toBe(2)
      const kept = await store.database.select({ due: jobs.due }).from(jobs).where(eq(jobs.name, 'forgotten'))
      expect(kept.map(({ due }) => due).sort()).toEqual([at(day), at(3 * day)])
    })

    test('at another time is another run', async () => {
      const store = open()
      const job = { name: 'daily', holder: 'first', leaseSeconds: 60 }
      expect(await claimJob(store, { ...job, due: at(0) })).toBe(true)
      expect(await claimJob(store, { ...job, due: at(day) })).toBe(true)
    })
  })
}
