import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { and, desc, eq, type InferSelectModel, isNull, lt, or, sql } from 'drizzle-orm'
import { ask, askOnce } from './ask.ts'
import { appendAudit } from './audit/append-audit.ts'
import { momentCursor, type PageRequest, pageLimit, pageOf } from './cursor.ts'
import type { Page, Scope, TokenRecord } from './records.ts'
import { tokens, workspaces } from './schema/index.ts'
import type { Store, Transaction } from './store.ts'
import { StoreError } from './store-error.ts'

export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly actor: string
  readonly now: Date
}

export interface CreatedToken {
  /** Its text, which is kept nowhere. */
  readonly token: string
  readonly record: TokenRecord
}

/** `sluice_` and four of 43 characters: enough to recognise it by, nothing to guess it from. */
const prefixLength = 11

/** Last use is noted to the minute: a busy token would rewrite its row at every request. */
const noteEvery = 60_000

/**
 * Makes a token of 256 random bits. What is kept is its SHA-256: `token` is shown this once.
 *
 * @throws StoreError `not_found` where there is no such workspace
 */
export function createToken(store: Store, workspace: string, request: TokenRequest): Promise<CreatedToken> {
  return askOnce(store, (transaction) => insertToken(transaction, workspace, request))
}

/** `createToken` in a transaction that writes more. */
export async function insertToken(
  transaction: Transaction,
  workspace: string,
  { name, scopes, actor, now }: TokenRequest,
): Promise<CreatedToken> {
  const token = `sluice_${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const prefix = token.slice(0, prefixLength)
  const values = { id, workspace, name, scopes, prefix, hash: hashOf(token), createdAt: now }
  await transaction.insert(tokens).values(values)
  const detail = { name, scopes, prefix }
  await appendAudit(transaction, workspace, { actor, action: 'token.created', subject: id, detail, now })
  return { token, record: toRecord({ ...values, lastUsedAt: null, revokedAt: null }) }
}

/** Whose token this is, and what it may do; `null` where nobody has it or it is revoked. */
export async function findToken(
  store: Store,
  token: string,
  now: Date,
): Promise<{ workspace: string; record: TokenRecord } | null> {
  const hash = hashOf(token)
  const [row] = await ask(store, (database) => database.select().from(tokens).where(eq(tokens.hash, hash)))
  if (row === undefined || row.revokedAt !== null) return null
  // The index finds a hash, whose bytes nobody can choose; the row's own is still compared in constant time.
  if (!timingSafeEqual(row.hash, hash)) return null
  const noted = await ask(store, (database) => noteUse(database, row.id, now))
  return { workspace: row.workspace, record: toRecord({ ...row, lastUsedAt: noted ?? row.lastUsedAt }) }
}

/**
 * Newest first, revoked ones too.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listTokens(
  store: Store,
  workspace: string,
  request: PageRequest = {},
): Promise<Page<TokenRecord>> {
  const limit = pageLimit(request.limit)
  const after = momentCursor.read(request.cursor)
  const rows = await ask(store, (database) =>
    database
      .select()
      .from(tokens)
      .where(
        and(
          eq(tokens.workspace, workspace),
          after === null
            ? undefined
            : sql`(${tokens.createdAt}, ${tokens.id}) < (${after[0]}::timestamptz, ${after[1]})`,
        ),
      )
      .orderBy(desc(tokens.createdAt), desc(tokens.id))
      .limit(limit + 1),
  )
  return pageOf(rows, limit, toRecord, (row) => momentCursor.write([row.createdAt.toISOString(), row.id]))
}

export interface Revocation {
  readonly actor: string
  readonly now: Date
  /** Whether the last token that may administrate may go: only where people can do so without one. Default no. */
  readonly allowLastAdmin?: boolean
}

/**
 * False where this workspace has no such token, or it is revoked already.
 *
 * @throws StoreError `conflict` where nobody could administrate the workspace any more; nothing was changed then
 */
export function revokeToken(
  store: Store,
  workspace: string,
  id: string,
  { actor, now, allowLastAdmin = false }: Revocation,
): Promise<boolean> {
  return askOnce(store, async (transaction) => {
    await holdTokens(transaction, workspace)
    const [revoked] = await transaction
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(eq(tokens.workspace, workspace), eq(tokens.id, id), isNull(tokens.revokedAt)))
      .returning({ name: tokens.name, prefix: tokens.prefix, scopes: tokens.scopes })
    if (revoked === undefined) return false
    const { scopes, ...detail } = revoked
    if (!allowLastAdmin && scopes.includes('admin') && !(await hasAdmin(transaction, workspace)))
      throw new StoreError(
        'conflict',
        `"${detail.name}" is the last token of this workspace with the scope 'admin': without it nobody could make another. Make a new one with 'admin' first, then revoke this one with it.`,
      )
    await appendAudit(transaction, workspace, { actor, action: 'token.revoked', subject: id, detail, now })
    return true
  })
}

/**
 * A token with every scope where the workspace has none that may administrate, and so could never be given one; `null` where
 * it has. Of servers that start together one makes it.
 */
export function firstToken(
  store: Store,
  workspace: string,
  by: Pick<TokenRequest, 'actor' | 'now'>,
): Promise<string | null> {
  return askOnce(store, async (transaction) => {
    await holdTokens(transaction, workspace)
    if (await hasAdmin(transaction, workspace)) return null
    const request = { ...by, name: 'first', scopes: ['read', 'push', 'admin'] } as const
    return (await insertToken(transaction, workspace, request)).token
  })
}

/** Until the transaction ends no other asks who may administrate: two revocations would each leave the other's token. */
async function holdTokens(transaction: Transaction, workspace: string): Promise<void> {
  await transaction.execute(sql`select from ${workspaces} where id = ${workspace} for no key update`)
}

async function hasAdmin(transaction: Transaction, workspace: string): Promise<boolean> {
  const found = await transaction
    .select({ id: tokens.id })
    .from(tokens)
    .where(and(eq(tokens.workspace, workspace), isNull(tokens.revokedAt), sql`${tokens.scopes} ? 'admin'`))
    .limit(1)
  return found.length > 0
}

async function noteUse(database: Store['database'], id: string, now: Date): Promise<Date | null> {
  const before = new Date(now.getTime() - noteEvery)
  const noted = await database
    .update(tokens)
    .set({ lastUsedAt: now })
    .where(and(eq(tokens.id, id), or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, before))))
    .returning({ id: tokens.id })
  return noted.length > 0 ? now : null
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function toRecord(row: InferSelectModel<typeof tokens>): TokenRecord {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
