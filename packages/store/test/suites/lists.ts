import { describe, expect, test } from 'vitest'
import {
  gateSeries,
  getEvaluation,
  getModel,
  type LatestGate,
  latestGates,
  listEvaluations,
  listModels,
  listPolicyVersions,
  listWaivers,
  type Page,
  pastEvidence,
  pushEvaluation,
  type Store,
} from '../../src/index.ts'
import { at, example, judgedUnder, variation } from '../set-up/examples.ts'
import { newWorkspace, type OpenTestStore, pushAll } from '../set-up/stores.ts'

const waiver = (until: string) => `
waivers:
  - gate: costs-no-likelihood
    until: ${until}
    reason: Recalibrated scores ship with the next release.
    approved_by: head-of-risk
`

export function lists(open: OpenTestStore): void {
  describe('the list of evaluations', () => {
    test('is newest first, also among those of one moment', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const first = await pushAll(store, workspace, [variation(0), variation(1)])
      const sameMoment: string[] = []
      for (const number of [2, 3, 4]) {
        sameMoment.push((await pushEvaluation(store, workspace, variation(number), { actor: 'ci', now: at(5) })).id)
      }
      const { items } = await listEvaluations(store, workspace)
      expect(items.map(({ id }) => id)).toEqual([...sameMoment.toReversed(), ...first.toReversed()])
    })

    test('gives every evaluation once over its pages, also while others are pushed', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const ids = await pushAll(
        store,
        workspace,
        Array.from({ length: 7 }, (_, number) => variation(number)),
      )
      const seen: string[] = []
      let pushed = 100
      await everyPage(
        (cursor) => listEvaluations(store, workspace, { cursor, limit: 3 }),
        async ({ items }) => {
          seen.push(...items.map(({ id }) => id))
          await pushEvaluation(store, workspace, variation(pushed), { actor: 'ci', now: at(pushed) })
          pushed++
        },
      )
      expect(seen).toEqual(ids.toReversed())
    })

    test('has no next page after the last row, also where that fills its page', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      await pushAll(store, workspace, [variation(0), variation(1)])
      expect((await listEvaluations(store, workspace, { limit: 2 })).nextCursor).toBeNull()
      expect((await listEvaluations(store, workspace, { limit: 1 })).nextCursor).not.toBeNull()
    })

    test('narrows to a model, a verdict, or both', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const [credit, census] = await pushAll(store, workspace, [example(), example('census-income')])
      const { verdict } = example().verdict
      const idsOf = async (filter: Parameters<typeof listEvaluations>[2]) =>
        (await listEvaluations(store, workspace, filter)).items.map(({ id }) => id)
      expect(await idsOf({ model: 'credit-default' })).toEqual([credit])
      expect(await idsOf({ model: 'census-income' })).toEqual([census])
      expect(await idsOf({ model: 'credit-default', verdict })).toEqual([credit])
      expect(await idsOf({ model: 'credit-default', verdict: 'skipped' })).toEqual([])
      expect(await idsOf({ verdict })).toContain(credit)
    })

    test.each([
      ['no base64', '***'],
      ['another list’s', Buffer.from(JSON.stringify(['k', 'name'])).toString('base64url')],
      ['no date', Buffer.from(JSON.stringify(['p', ['yesterday', 1]])).toString('base64url')],
      ['empty', ''],
    ])('refuses a cursor that is %s', async (_, cursor) => {
      const store = open()
      const workspace = await newWorkspace(store)
      await expect(listEvaluations(store, workspace, { cursor })).rejects.toMatchObject({ code: 'invalid_cursor' })
    })
  })

  test('an evaluation names the same model’s evaluations before and after it', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    const [first, , second, third] = await pushAll(store, workspace, [
      variation(0),
      example('census-income'),
      variation(1),
      variation(2),
    ])
    expect(await getEvaluation(store, workspace, String(second))).toMatchObject({ previous: first, next: third })
    expect(await getEvaluation(store, workspace, String(third))).toMatchObject({ previous: second, next: null })
  })

  describe('the list of models', () => {
    test('shows each with its last evaluation, its trend and its owners, by name', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const ids = await pushAll(
        store,
        workspace,
        Array.from({ length: 23 }, (_, number) => variation(number)),
      )
      const [census] = await pushAll(store, workspace, [example('census-income')])
      const page = await listModels(store, workspace, { today: '2026-11-24' })
      expect(page.nextCursor).toBeNull()
      expect(page.items.map(({ model, last }) => [model, last.id])).toEqual([
        ['census-income', census],
        ['credit-default', ids.at(-1)],
      ])
      const credit = page.items[1]
      expect(credit).toMatchObject({
        description: example().verdict.description,
        owners: example().verdict.owners,
        evaluations: 23,
      })
      expect(credit?.trend.map(({ id }) => id)).toEqual(ids.slice(-20))
      expect(credit?.trend.at(-1)).toEqual({
        id: ids.at(-1),
        push: credit?.last.push,
        verdict: example().verdict.verdict,
        createdAt: at(22).toISOString(),
      })
    })

    test('pages by name', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      await pushAll(store, workspace, [example(), example('census-income')])
      const names: string[] = []
      await everyPage(
        (cursor) => listModels(store, workspace, { cursor, limit: 1, today: '2026-11-24' }),
        async ({ items }) => {
          names.push(...items.map(({ model }) => model))
        },
      )
      expect(names).toEqual(['census-income', 'credit-default'])
    })

    test('says what waits for a person: gates that do not get through, and waivers near their end', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const pushed = await judgedUnder((text) => text + waiver('2026-12-01'))
      await pushAll(store, workspace, [pushed])
      const waitingOn = async (today: string) => (await listModels(store, workspace, { today })).items[0]?.waiting
      const held = pushed.verdict.gates
        .filter(({ status }) => ['fail', 'inconclusive', 'error'].includes(status))
        .map(({ name, status, reason }) => ({ gate: name, kind: status === 'fail' ? 'failing' : status, text: reason }))
      expect(held.length).toBeGreaterThan(0)
      expect(await waitingOn('2026-11-16')).toMatchObject(held)
      expect(await waitingOn('2026-11-16')).toHaveLength(held.length)
      expect((await waitingOn('2026-11-17'))?.at(-1)).toEqual({
        kind: 'waiver-ends',
        gate: 'costs-no-likelihood',
        slice: null,
        text: 'The waiver ends in 14 days, on 2026-12-01.',
      })
      expect((await waitingOn('2026-12-01'))?.at(-1)?.text).toBe('The waiver ends today, on 2026-12-01.')
      expect((await waitingOn('2026-12-02'))?.at(-1)?.kind).toBe('waiver-expired')
    })
  })

  describe('a model that goes back to an earlier state', () => {
    const model = 'credit-default'

    /** Two policies' verdicts on one model, of which the second holds a release back: A from commit a, B from b, A from c. */
    async function wentBack(store: Store) {
      const workspace = await newWorkspace(store)
      const loose = await judgedUnder((text) => `${text}\n# without gates that hold back\n`)
      const passing = {
        ...loose,
        verdict: {
          ...loose.verdict,
          verdict: 'pass' as const,
          gates: loose.verdict.gates.filter(({ status }) => status === 'pass'),
        },
      }
      const failing = await judgedUnder((text) => text + waiver('2026-12-01'))
      const [a, b, c] = await pushAll(store, workspace, [
        { ...passing, origin: { commit: 'a' } },
        { ...failing, origin: { commit: 'b' } },
        { ...passing, origin: { commit: 'c', run: 'https://ci.example.com/3' } },
      ])
      return { workspace, a, b, c, passing, failing }
    }

    test('is in that state: its last verdict, trend, waiting gates, waivers and policy are those of the last push', async () => {
      const store = open()
      const { workspace, a, b, c, passing, failing } = await wentBack(store)
      expect(c).toBe(a)
      const [row] = (await listModels(store, workspace, { today: '2026-11-24' })).items
      expect(row?.last).toMatchObject({ id: a, verdict: 'pass', origin: { commit: 'c' } })
      expect(row?.trend.map(({ id }) => id)).toEqual([a, b, a])
      expect(new Set(row?.trend.map(({ push }) => push)).size).toBe(3)
      expect([row?.waiting, row?.evaluations]).toEqual([[], 3])
      expect(await getModel(store, workspace, { model, today: '2026-11-24' })).toEqual(row)
      expect(await getModel(store, workspace, { model: 'nobody', today: '2026-11-24' })).toBeNull()
      expect((await listWaivers(store, workspace)).items).toEqual([])
      const gates = await latestGates(store, workspace)
      expect(new Set(gates.map(({ verdict }) => verdict))).toEqual(new Set(['pass']))
      const versions = (await listPolicyVersions(store, workspace, { model })).items
      expect(versions.map(({ sha256, evaluations, lastAt }) => [sha256, evaluations, lastAt])).toEqual([
        [passing.verdict.policySha256, 2, at(2).toISOString()],
        [failing.verdict.policySha256, 1, at(1).toISOString()],
      ])
    })

    test('has every push in its history, and what came before and after each', async () => {
      const store = open()
      const { workspace, a, b, passing } = await wentBack(store)
      const listed = (await listEvaluations(store, workspace, { model })).items
      expect(listed.map(({ id, origin }) => [id, origin.commit])).toEqual([
        [a, 'c'],
        [b, 'b'],
        [a, 'a'],
      ])
      expect((await listEvaluations(store, workspace, { model, verdict: 'pass' })).items).toHaveLength(2)
      expect(await getEvaluation(store, workspace, String(a))).toMatchObject({ previous: b, next: null })
      expect(await getEvaluation(store, workspace, String(b))).toMatchObject({ previous: a, next: a })
      const gate = passing.verdict.gates[0]
      const request = { model, gate: gate?.name ?? '', slice: gate?.measurements[0]?.slice ?? '' }
      const series = await gateSeries(store, workspace, request)
      expect(series.map(({ evaluation }) => evaluation)).toEqual([a, b, a])
      // To be judged again, each is needed once.
      const past = await pastEvidence(store, workspace, { model })
      expect(past.map(({ evaluation }) => evaluation.id)).toEqual([a, b])
    })

    test('that runs again and again without a change has a neighbour that is another evaluation', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const runs = [0, 1, 2].map((run) => ({ ...variation(1), origin: { run: `https://ci.example.com/${run}` } }))
      const [before, same] = await pushAll(store, workspace, [variation(0), ...runs])
      expect(await getEvaluation(store, workspace, String(same))).toMatchObject({ previous: before, next: null })
    })
  })

  test('waivers are those of each model’s last evaluation', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    const waived = await judgedUnder((text) => text + waiver('2026-12-01'))
    const [, id] = await pushAll(store, workspace, [example(), waived, example('census-income')])
    expect((await listWaivers(store, workspace)).items).toEqual([
      {
        model: 'credit-default',
        evaluation: id,
        gate: 'costs-no-likelihood',
        slice: null,
        until: '2026-12-01',
        reason: 'Recalibrated scores ship with the next release.',
        approvedBy: 'head-of-risk',
        state: 'active',
      },
    ])
    expect((await listWaivers(store, workspace, { model: 'census-income' })).items).toEqual([])
    await pushEvaluation(store, workspace, variation(9), { actor: 'ci', now: at(60) })
    expect((await listWaivers(store, workspace)).items).toEqual([])
  })

  test('waivers page by their last day, then model, then place', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    const more = waiver('2026-12-01').replace('waivers:\n', '')
    const waived = await judgedUnder(
      (text) => text + waiver('2026-12-31') + more.replace('2026-12-01', '2026-11-30') + more,
    )
    await pushAll(store, workspace, [waived])
    const days: string[] = []
    await everyPage(
      (cursor) => listWaivers(store, workspace, { cursor, limit: 1 }),
      async ({ items }) => {
        expect(items).toHaveLength(1)
        days.push(...items.map(({ until }) => until))
      },
    )
    expect(days).toEqual(['2026-11-30', '2026-12-01', '2026-12-31'])
  })

  test('policy versions count their evaluations and name the last one', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    const changed = await judgedUnder((text) => `${text}\n# second\n`)
    const [, second, third] = await pushAll(store, workspace, [variation(0), variation(1), changed])
    const pages: unknown[] = []
    await everyPage(
      (cursor) => listPolicyVersions(store, workspace, { model: 'credit-default', cursor, limit: 1 }),
      async ({ items }) => {
        pages.push(...items)
      },
    )
    const { verdict } = example().verdict
    expect(pages).toEqual([
      {
        sha256: changed.verdict.policySha256,
        createdAt: at(2).toISOString(),
        lastAt: at(2).toISOString(),
        evaluations: 1,
        last: { id: third, verdict },
      },
      {
        sha256: example().verdict.policySha256,
        createdAt: at(0).toISOString(),
        lastAt: at(1).toISOString(),
        evaluations: 2,
        last: { id: second, verdict },
      },
    ])
  })

  test('the last gates of every model are a row a gate and slice', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    await pushAll(store, workspace, [variation(0), example(), example('census-income')])
    const rows = await latestGates(store, workspace)
    const expected = (['census-income', 'credit-default'] as const).flatMap((name) =>
      example(name).verdict.gates.flatMap((gate): LatestGate[] => {
        const shared = { model: name, gate: gate.name, metric: gate.metric, dataset: gate.dataset }
        const { verdict } = example(name).verdict
        if (gate.measurements.length === 0)
          return [{ ...shared, slice: null, status: gate.status, value: null, verdict }]
        return gate.measurements.map(({ slice, status, value }) => ({ ...shared, slice, status, value, verdict }))
      }),
    )
    expect(rows).toEqual(expected)
  })

  test('a gate’s series is oldest first, with limits', async () => {
    const store = open()
    const workspace = await newWorkspace(store)
    const ids = await pushAll(store, workspace, [variation(0), variation(1), variation(2)])
    const gate = example().verdict.gates.find(({ measurements }) => measurements.length > 1)
    const measured = gate?.measurements[1]
    if (gate === undefined || measured === undefined) throw new Error('The example has a gate over several slices.')
    const request = { model: 'credit-default', gate: gate.name, slice: measured.slice }
    const series = await gateSeries(store, workspace, request)
    expect(series.map(({ evaluation }) => evaluation)).toEqual(ids)
    const { value, lower, upper, status, n: rows } = measured
    expect(series[0]).toMatchObject({ value, lower, upper, status, rows, createdAt: at(0).toISOString() })
    expect(await gateSeries(store, workspace, { ...request, limit: 1 })).toHaveLength(1)
    expect(await gateSeries(store, workspace, { ...request, slice: 'no such slice' })).toEqual([])
  })
}

async function everyPage<Item>(
  list: (cursor: string | undefined) => Promise<Page<Item>>,
  look: (page: Page<Item>) => Promise<void>,
): Promise<void> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(cursor)
    await look(page)
    cursor = page.nextCursor
  }
}
