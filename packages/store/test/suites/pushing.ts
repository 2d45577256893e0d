import { judge, measureCatalogue } from '@sluice/gates'
import { sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import {
  canonicalJson,
  evaluationId,
  getCurves,
  getEvaluation,
  getEvidence,
  getPolicy,
  listAudit,
  listEvaluations,
  listenForPushes,
  listModels,
  type PushedNotice,
  pastEvidence,
  pushEvaluation,
} from '../../src/index.ts'
import { at, example, judgedUnder, policyOf, variation } from '../set-up/examples.ts'
import { newWorkspace, type OpenTestStore, pushAll } from '../set-up/stores.ts'

export function pushing(open: OpenTestStore): void {
  const by = { actor: 'ci', now: at(0) }

  describe('pushing an evaluation', () => {
    test('keeps verdict, evidence, curves and policy as they were sent', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const { id, created } = await pushEvaluation(store, workspace, pushed, by)
      expect({ id, created }).toEqual({ id: evaluationId(pushed), created: true })
      const record = await getEvaluation(store, workspace, id)
      expect(record).toMatchObject({
        id,
        model: 'credit-default',
        verdict: pushed.verdict.verdict,
        report: pushed.verdict,
        datasets: pushed.evidence.datasets,
        engine: pushed.evidence.engine,
        origin: pushed.origin,
        createdAt: at(0).toISOString(),
        previous: null,
        next: null,
      })
      expect(canonicalJson(await getEvidence(store, workspace, id))).toBe(canonicalJson(pushed.evidence))
      expect(await getCurves(store, workspace, id)).toEqual(pushed.evidence.curves)
      expect(await getEvidence(store, workspace, id, { curves: false })).toEqual({ ...pushed.evidence, curves: [] })
      expect(pushed.evidence.curves.length).toBeGreaterThan(0)
      expect(await getPolicy(store, workspace, pushed.verdict.policySha256)).toEqual({
        sha256: pushed.verdict.policySha256,
        model: 'credit-default',
        files: pushed.policy,
        createdAt: at(0).toISOString(),
        last: { id, verdict: pushed.verdict.verdict },
      })
    })

    test('counts every status and names the gates that hold it back, worst first', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const { id } = await pushEvaluation(store, workspace, pushed, by)
      const record = await getEvaluation(store, workspace, id)
      const statuses = pushed.verdict.gates.map((gate) => gate.status)
      for (const [status, count] of Object.entries(record?.gates ?? {})) {
        expect(count).toBe(statuses.filter((one) => one === status).length)
      }
      const blocking = pushed.verdict.gates.filter((gate) => gate.blocking)
      const fails = blocking.filter(({ status }) => status === 'fail')
      const open_ = blocking.filter(({ status }) => status === 'inconclusive')
      expect(fails.length).toBeGreaterThan(0)
      expect(record?.blocking).toEqual([...fails, ...open_].map(({ name, status }) => ({ name, status })).slice(0, 5))
    })

    test('a second time from the same origin changes nothing, whoever sends it', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const first = await pushEvaluation(store, workspace, pushed, by)
      const second = await pushEvaluation(store, workspace, pushed, { actor: 'someone', now: at(9) })
      expect(second).toEqual({ id: first.id, created: false, noted: false })
      expect((await listEvaluations(store, workspace)).items).toHaveLength(1)
      expect((await listAudit(store, workspace)).items).toHaveLength(1)
      expect((await listModels(store, workspace, { today: '2026-11-24' })).items[0]?.evaluations).toBe(1)
    })

    test('again from another origin is kept once, and noted, announced and logged as the push that it is', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const notices: PushedNotice[] = []
      const first = await pushEvaluation(store, workspace, pushed, by)
      const stop = await listenForPushes(store, (notice) => notices.push(notice))
      const origin = { commit: 'c', run: 'https://ci.example.com/3' }
      const again = { ...pushed, origin }
      const outcomes = []
      for (const second of [5, 6])
        outcomes.push(await pushEvaluation(store, workspace, again, { actor: 'other', now: at(second) }))
      expect(outcomes).toEqual([
        { id: first.id, created: false, noted: true },
        { id: first.id, created: false, noted: false },
      ])
      expect(await countRows(open, 'gate_results', workspace)).toBe(pushed.verdict.gates.length)
      const { items } = await listEvaluations(store, workspace)
      expect(items.map(({ id, origin, createdAt }) => [id, origin, createdAt])).toEqual([
        [first.id, origin, at(5).toISOString()],
        [first.id, pushed.origin, at(0).toISOString()],
      ])
      const record = await getEvaluation(store, workspace, first.id)
      expect(record).toMatchObject({ origin, createdAt: at(5).toISOString(), previous: null, next: null })
      expect(record?.pushes.map(({ actor, origin: { commit } }) => [actor, commit])).toEqual([
        ['other', 'c'],
        ['ci', pushed.origin.commit],
      ])
      const log = (await listAudit(store, workspace)).items
      expect(log.map(({ detail }) => detail)).toMatchObject([{ ...origin, again: true }, pushed.origin])
      expect(log).toHaveLength(2)
      await vi.waitFor(() => expect(notices).toHaveLength(1))
      expect(notices[0]).toMatchObject({ workspace, id: first.id })
      await stop()
    })

    test('50 times in parallel from 50 origins keeps it once, and every push', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const origins = Array.from({ length: 50 }, (_, number) => ({ commit: `commit ${number}` }))
      const answers = await Promise.all(
        origins.map((origin) => pushEvaluation(store, workspace, { ...variation(0), origin }, by)),
      )
      expect(answers.filter(({ created }) => created)).toHaveLength(1)
      expect(answers.every(({ noted }) => noted)).toBe(true)
      const kept = (await listEvaluations(store, workspace, { limit: 200 })).items.map(({ origin }) => origin.commit)
      expect(kept.toSorted()).toEqual(origins.map(({ commit }) => commit).toSorted())
      expect((await listModels(store, workspace, { today: '2026-11-24' })).items[0]?.evaluations).toBe(50)
      expect(await countRows(open, 'gate_results', workspace)).toBe(variation(0).verdict.gates.length)
    })

    test('on another day, with the same waivers, is the same one: the day of the first stays', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const first = await pushEvaluation(store, workspace, pushed, by)
      const again = { ...pushed, verdict: { ...pushed.verdict, asOf: '2026-11-25' } }
      expect(await pushEvaluation(store, workspace, again, by)).toEqual({ id: first.id, created: false, noted: false })
      expect((await getEvaluation(store, workspace, first.id))?.report.asOf).toBe('2026-11-24')
      expect((await listAudit(store, workspace)).items[0]?.detail).toMatchObject({ asOf: '2026-11-24' })
    })

    test('50 times in parallel keeps it once', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = variation(0)
      const answers = await Promise.all(Array.from({ length: 50 }, () => pushEvaluation(store, workspace, pushed, by)))
      expect(answers.filter(({ created }) => created)).toHaveLength(1)
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
      expect((await listEvaluations(store, workspace)).items).toHaveLength(1)
      expect(await countRows(open, 'gate_results', workspace)).toBe(pushed.verdict.gates.length)
    })

    test('50 different ones in parallel loses and doubles none', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = Array.from({ length: 50 }, (_, number) =>
        variation(number, number % 2 === 0 ? 'credit-default' : 'census-income'),
      )
      const answers = await Promise.all(pushed.map((one) => pushEvaluation(store, workspace, one, by)))
      expect(answers.every(({ created }) => created)).toBe(true)
      const kept = (await listEvaluations(store, workspace, { limit: 200 })).items.map(({ id }) => id)
      expect(kept.toSorted()).toEqual(pushed.map((one) => evaluationId(one)).toSorted())
      const gates = pushed.reduce((sum, { verdict }) => sum + verdict.gates.length, 0)
      expect(await countRows(open, 'gate_results', workspace)).toBe(gates)
      const models = (await listModels(store, workspace, { today: '2026-11-24' })).items
      expect(models.map(({ model, evaluations }) => [model, evaluations])).toEqual([
        ['census-income', 25],
        ['credit-default', 25],
      ])
      expect((await listAudit(store, workspace, { limit: 200 })).items.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 50 }, (_, index) => 50 - index),
      )
    })

    test('that fails at its last step leaves nothing behind', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      // The last thing written is the audit log's row: it cannot hold this actor.
      await expect(
        pushEvaluation(store, workspace, example(), { actor: 'a\u0000b', now: at(0) }),
      ).rejects.toMatchObject({
        name: 'StoreError',
        code: 'conflict',
        message: expect.stringContaining('NUL'),
      })
      expect(await getEvaluation(store, workspace, evaluationId(example()))).toBeNull()
      expect((await listModels(store, workspace, { today: '2026-11-24' })).items).toEqual([])
      expect(await getPolicy(store, workspace, example().verdict.policySha256)).toBeNull()
      expect(await countRows(open, 'gate_results', workspace)).toBe(0)
    })

    test('is refused where the policy files are not those that were judged', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const forged = example().policy.map((file) => ({ ...file, text: `${file.text}# looser\n` }))
      await expect(pushEvaluation(store, workspace, { ...example(), policy: forged }, by)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(example().verdict.policySha256),
      })
      expect((await listEvaluations(store, workspace)).items).toEqual([])
    })

    test('into a workspace that does not exist is refused', async () => {
      await expect(pushEvaluation(open(), 'nowhere', example(), by)).rejects.toMatchObject({ code: 'not_found' })
    })

    test('keeps HTML and terminal escapes as the text they are', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = example()
      const description = '<script>alert(1)</script>\u001b[31m red'
      const { id } = await pushEvaluation(
        store,
        workspace,
        { ...pushed, verdict: { ...pushed.verdict, description } },
        by,
      )
      expect((await getEvaluation(store, workspace, id))?.report.description).toBe(description)
      expect((await listModels(store, workspace, { today: '2026-11-24' })).items[0]?.description).toBe(description)
    })
  })

  describe('stored evidence', () => {
    test('judged again gives the verdict that was pushed', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      for (const name of ['credit-default', 'census-income'] as const) {
        const { id } = await pushEvaluation(store, workspace, example(name), by)
        const evidence = await getEvidence(store, workspace, id)
        const kept = await getPolicy(store, workspace, example(name).verdict.policySha256)
        if (evidence === null || kept === null) throw new Error(`${name} was pushed and is not there.`)
        const policy = await policyOf({ policy: kept.files })
        const again = judge(policy, evidence, { asOf: '2026-11-24', catalogue: measureCatalogue })
        expect(again).toEqual(example(name).verdict)
      }
    })

    test('of the past comes newest first, without curves and reliability, at most twenty', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const ids = await pushAll(
        store,
        workspace,
        Array.from({ length: 22 }, (_, number) => variation(number)),
      )
      const past = await pastEvidence(store, workspace, { model: 'credit-default', limit: 100 })
      expect(past.map(({ evaluation }) => evaluation.id)).toEqual(ids.toReversed().slice(0, 20))
      const { calibration, ...measured } = variation(21).evidence
      expect(calibration).toHaveLength(2)
      expect(past[0]?.evidence).toEqual({ ...measured, curves: [] })
    })

    test('under a changed policy is another evaluation', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const changed = await judgedUnder((text) => `${text}\n# another hash\n`)
      await pushAll(store, workspace, [example(), changed])
      expect((await listEvaluations(store, workspace)).items).toHaveLength(2)
    })
  })
}

async function countRows(open: OpenTestStore, table: string, workspace: string): Promise<number> {
  const [row] = await open()
    .database.select({ count: sql<string>`count(*)` })
    .from(sql`${sql.identifier(table)} join evaluations on number = evaluation`)
    .where(sql`workspace = ${workspace}`)
  return Number(row?.count)
}
