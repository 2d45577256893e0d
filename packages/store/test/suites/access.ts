import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import {
  appendAudit,
  createToken,
  findToken,
  firstToken,
  listAudit,
  listTokens,
  revokeToken,
  type Store,
  verifyAudit,
} from '../../src/index.ts'
import { tokens } from '../../src/schema/index.ts'
import { at } from '../set-up/examples.ts'
import { newWorkspace, type OpenTestStore } from '../set-up/stores.ts'

export function access(open: OpenTestStore): void {
  describe('a token', () => {
    const request = { name: 'ci', scopes: ['read', 'push'], actor: 'ada', now: at(0) } as const

    test('is found by its text, and kept as a hash alone', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const { token, record } = await createToken(store, workspace, request)
      expect(token).toMatch(/^sluice_[\w-]{43}$/)
      expect(record).toMatchObject({ name: 'ci', scopes: ['read', 'push'], lastUsedAt: null, revokedAt: null })
      expect(token.startsWith(record.prefix)).toBe(true)
      expect(await findToken(store, token, at(1))).toEqual({
        workspace,
        record: { ...record, lastUsedAt: at(1).toISOString() },
      })
      const [row] = await store.database.select().from(tokens).where(eq(tokens.id, record.id))
      expect(Buffer.from(row?.hash ?? []).equals(createHash('sha256').update(token).digest())).toBe(true)
      expect(JSON.stringify([row, await listAudit(store, workspace)])).not.toContain(token.slice(record.prefix.length))
    })

    test.each([
      ['empty', ''],
      ['a prefix alone', 'sluice_'],
      ['a NUL', '\u0000'],
      ['ten thousand characters', 'x'.repeat(10_000)],
    ])('that nobody has, %s, is not found', async (_, text) => {
      expect(await findToken(open(), text, at(0))).toBeNull()
    })

    test('that differs in its last character is not found', async () => {
      const store = open()
      const { token } = await createToken(store, await newWorkspace(store), request)
      const changed = token.slice(0, -1) + (token.endsWith('A') ? 'E' : 'A')
      expect(await findToken(store, changed, at(1))).toBeNull()
    })

    test('is refused once revoked, and revoked once', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const { token, record } = await createToken(store, workspace, request)
      const by = { actor: 'ada', now: at(5) }
      expect(await revokeToken(store, workspace, record.id, by)).toBe(true)
      expect(await findToken(store, token, at(6))).toBeNull()
      expect(await revokeToken(store, workspace, record.id, by)).toBe(false)
      expect((await listTokens(store, workspace)).items).toEqual([{ ...record, revokedAt: at(5).toISOString() }])
      const actions = (await listAudit(store, workspace)).items.map(({ action, subject }) => [action, subject])
      expect(actions).toEqual([
        ['token.revoked', record.id],
        ['token.created', record.id],
      ])
    })

    test('notes its last use at most once a minute', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const { token } = await createToken(store, workspace, request)
      const used = async (second: number) => (await findToken(store, token, at(second)))?.record.lastUsedAt
      expect(await used(10)).toBe(at(10).toISOString())
      expect(await used(70)).toBe(at(10).toISOString())
      expect(await used(71)).toBe(at(71).toISOString())
      expect((await listTokens(store, workspace)).items[0]?.lastUsedAt).toBe(at(71).toISOString())
    })

    test('comes once over the pages of the list, newest first', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const ids: string[] = []
      // Two in one moment, which their ids tell apart.
      for (const second of [0, 1, 1, 2])
        ids.push((await createToken(store, workspace, { ...request, now: at(second) })).record.id)
      const seen: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listTokens(store, workspace, { cursor, limit: 1 })
        expect(page.items).toHaveLength(1)
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(seen).toEqual([ids[3], ...ids.slice(1, 3).toSorted().toReversed(), ids[0]])
    })

    test('that alone may administrate cannot be revoked, unless people can without one', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const by = { actor: 'ada', now: at(5) }
      const make = async () =>
        (await createToken(store, workspace, { ...request, name: 'ops', scopes: ['admin'] })).record.id
      await createToken(store, workspace, request)
      const [first, second] = [await make(), await make()]
      // Two at a time would each leave the other's.
      const outcomes = await Promise.allSettled([first, second].map((id) => revokeToken(store, workspace, id, by)))
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'conflict', message: expect.stringMatching(/^"ops" is the last token .* Make a new one/) },
      })
      const live = (await listTokens(store, workspace)).items.filter(({ revokedAt }) => revokedAt === null)
      expect(live.map(({ scopes }) => scopes)).toEqual(expect.arrayContaining([['admin'], ['read', 'push']]))
      const last = live.find(({ scopes }) => scopes.includes('admin'))?.id ?? ''
      expect(await firstToken(store, workspace, by)).toBeNull()
      expect(await revokeToken(store, workspace, last, { ...by, allowLastAdmin: true })).toBe(true)
    })

    test('is made at the start of a workspace that has none with admin, once, also by two at a time', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      await createToken(store, workspace, request)
      const by = { actor: 'sluice', now: at(5) }
      const made = await Promise.all([firstToken(store, workspace, by), firstToken(store, workspace, by)])
      const [token, ...others] = made.filter((one) => one !== null)
      expect([made.length, others]).toEqual([2, []])
      expect((await findToken(store, token ?? '', at(6)))?.record.scopes).toEqual(['read', 'push', 'admin'])
    })

    test('of a workspace that does not exist is refused', async () => {
      await expect(createToken(open(), 'nowhere', request)).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('the audit log', () => {
    const rows = 5

    async function filled(store: Store): Promise<string> {
      const workspace = await newWorkspace(store)
      for (let row = 1; row <= rows; row++) {
        const detail = { row, nested: { z: 1e-7, a: ['x', null] }, left: undefined }
        await appendAudit(store, workspace, {
          actor: 'ada',
          action: 'tested',
          subject: `s${row}`,
          detail,
          now: at(row),
        })
      }
      return workspace
    }

    test('chains its rows, and proves it', async () => {
      const store = open()
      const workspace = await filled(store)
      expect(await verifyAudit(store, workspace)).toEqual({ ok: true, entries: rows })
      const first = await listAudit(store, workspace, { limit: 3 })
      const rest = await listAudit(store, workspace, { limit: 3, cursor: first.nextCursor ?? '' })
      expect([...first.items, ...rest.items].map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1])
      expect(rest.nextCursor).toBeNull()
    })

    test('of a workspace without rows is whole', async () => {
      const store = open()
      expect(await verifyAudit(store, await newWorkspace(store))).toEqual({ ok: true, entries: 0 })
    })

    test('takes rows from many at a time without a hole', async () => {
      const store = open()
      const workspace = await newWorkspace(store)
      const event = { actor: 'ada', action: 'tested', subject: 's', detail: {}, now: at(0) }
      await Promise.all(Array.from({ length: 40 }, () => appendAudit(store, workspace, event)))
      expect(await verifyAudit(store, workspace)).toEqual({ ok: true, entries: 40 })
    })

    test.each([
      ['UPDATE', sql`update audit_log set actor = 'eve'`],
      ['DELETE', sql`delete from audit_log`],
      ['TRUNCATE', sql`truncate audit_log`],
    ])('refuses %s', async (operation, statement) => {
      const store = open()
      const workspace = await filled(store)
      await expect(store.database.execute(statement)).rejects.toMatchObject({
        cause: { message: `The audit log is append-only: ${operation} refused.` },
      })
      expect(await verifyAudit(store, workspace)).toEqual({ ok: true, entries: rows })
    })

    test.each([
      ['an actor changed', 3, sql`update audit_log set actor = 'eve' where sequence = 3`],
      ['a moment moved', 2, sql`update audit_log set at = at + interval '1 ms' where sequence = 2`],
      ['a detail changed', 4, sql`update audit_log set detail = '{}' where sequence = 4`],
      ['a row taken out', 2, sql`delete from audit_log where sequence = 2`],
      ['its end cut off', 4, sql`delete from audit_log where sequence > 3`],
    ])('shows %s behind its trigger’s back', async (_, brokenAt, statement) => {
      const store = open()
      const workspace = await filled(store)
      await store.database.transaction(async (transaction) => {
        await transaction.execute(sql`alter table audit_log disable trigger user`)
        await transaction.execute(sql`${statement} and workspace = ${workspace}`)
        await transaction.execute(sql`alter table audit_log enable trigger user`)
      })
      expect(await verifyAudit(store, workspace)).toEqual({ ok: false, brokenAt })
    })
  })
}
