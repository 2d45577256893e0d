import { expect, test } from 'vitest'
import {
  createToken,
  createWorkspace,
  defaultWorkspace,
  findToken,
  gateSeries,
  getCurves,
  getEvaluation,
  getEvidence,
  getPolicy,
  latestGates,
  listAudit,
  listEvaluations,
  listModels,
  listPolicyVersions,
  listTokens,
  listWaivers,
  listWorkspaces,
  openWorkspace,
  pastEvidence,
  pushEvaluation,
  revokeToken,
} from '../../src/index.ts'
import { at, example } from '../set-up/examples.ts'
import { newWorkspace, type OpenTestStore } from '../set-up/stores.ts'

export function isolation(open: OpenTestStore): void {
  test('a workspace sees nothing of another one', async () => {
    const store = open()
    const [own, other] = [await newWorkspace(store), await newWorkspace(store)]
    const { id } = await pushEvaluation(store, own, example(), { actor: 'ci', now: at(0) })
    const token = await createToken(store, own, { name: 'ci', scopes: ['push'], actor: 'ada', now: at(1) })
    const model = 'credit-default'
    expect(await getEvaluation(store, own, id)).not.toBeNull()
    expect(await getEvaluation(store, other, id)).toBeNull()
    expect(await getEvidence(store, other, id)).toBeNull()
    expect(await getCurves(store, other, id)).toBeNull()
    expect(await getPolicy(store, other, example().verdict.policySha256)).toBeNull()
    expect(await revokeToken(store, other, token.record.id, { actor: 'eve', now: at(2) })).toBe(false)
    const gate = example().verdict.gates[0]?.name ?? ''
    const lists = await Promise.all([
      listEvaluations(store, other).then(({ items }) => items),
      listEvaluations(store, other, { model }).then(({ items }) => items),
      listModels(store, other, { today: '2026-11-24' }).then(({ items }) => items),
      listPolicyVersions(store, other, { model }).then(({ items }) => items),
      listAudit(store, other).then(({ items }) => items),
      pastEvidence(store, other, { model }),
      listWaivers(store, other).then(({ items }) => items),
      latestGates(store, other),
      gateSeries(store, other, { model, gate, slice: 'all' }),
      listTokens(store, other).then(({ items }) => items),
    ])
    expect(lists).toEqual(lists.map(() => []))
  })

  test('two workspaces keep the same evaluation each for itself', async () => {
    const store = open()
    const [one, other] = [await newWorkspace(store), await newWorkspace(store)]
    const first = await pushEvaluation(store, one, example(), { actor: 'ci', now: at(0) })
    const second = await pushEvaluation(store, other, example(), { actor: 'ci', now: at(7) })
    expect(second).toEqual({ id: first.id, created: true, noted: true })
    expect((await getEvaluation(store, one, first.id))?.createdAt).toBe(at(0).toISOString())
    expect((await getEvaluation(store, other, first.id))?.createdAt).toBe(at(7).toISOString())
  })

  test('a workspace is opened with a token that is its own, and its log says so', async () => {
    const store = open()
    const by = { actor: 'cli:ada', now: at(3) }
    const { workspace, token } = await openWorkspace(store, 'Opened', by)
    expect(await listWorkspaces(store)).toContainEqual(workspace)
    const found = await findToken(store, token, at(4))
    expect([found?.workspace, found?.record.scopes]).toEqual([workspace.id, ['read', 'push', 'admin']])
    const log = (await listAudit(store, workspace.id)).items
    expect(log.map(({ action, actor, at: when }) => [action, actor, when])).toEqual([
      ['token.created', 'cli:ada', at(3).toISOString()],
      ['workspace.created', 'cli:ada', at(3).toISOString()],
    ])
    await expect(openWorkspace(store, 'Opened', by)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('the default workspace is made once, also by two at a time', async () => {
    const store = open()
    const [one, other] = await Promise.all([defaultWorkspace(store), defaultWorkspace(store)])
    expect(one).toMatchObject({ id: 'default', name: 'default' })
    expect(other).toEqual(one)
    expect((await listWorkspaces(store)).filter(({ id }) => id === 'default')).toEqual([one])
  })

  test('a workspace’s name is taken once', async () => {
    const store = open()
    const made = await createWorkspace(store, 'Fraud')
    expect(await listWorkspaces(store)).toContainEqual(made)
    await expect(createWorkspace(store, 'Fraud')).rejects.toMatchObject({ code: 'conflict' })
  })
}
