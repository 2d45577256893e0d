import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { and, desc, eq, type InferSelectModel, isNull, lt, or } from 'drizzle-orm'
import { ask, askOnce } from './ask.ts'
import { appendAudit } from './audit/append-audit.ts'
import type { Scope, TokenRecord } from './records.ts'
import { tokens } from './schema/index.ts'
import type { Store } from './store.ts'

export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly actor: string
  readonly now: Date
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
export function createToken(
  store: Store,
  workspace: string,
  { name, scopes, actor, now }: TokenRequest,
): Promise<{ token: string; record: TokenRecord }> {
  const token = `sluice_${randomBytes(32).toString('base64url')}`
  const id = randomUUID()
  const prefix = token.slice(0, prefixLength)
  return askOnce(store, async (transaction) => {
    const values = { id, workspace, name, scopes, prefix, hash: hashOf(token), createdAt: now }
    await transaction.insert(tokens).values(values)
    await appendAudit(transaction, workspace, {
      actor,
      action: 'token.created',
      subject: id,
      detail: { name, scopes, prefix },
      now,
    })
    return { token, record: toRecord({ ...values, lastUsedAt: null, revokedAt: null }) }
  })
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

/** Newest first, revoked ones too. */
export async function listTokens(store: Store, workspace: string): Promise<readonly TokenRecord[]> {
  const rows = await ask(store, (database) =>
    database
      .select()
      .from(tokens)
      .where(eq(tokens.workspace, workspace))
      .orderBy(desc(tokens.createdAt), desc(tokens.id)),
  )
  return rows.map(toRecord)
}

/** False where this workspace has no such token, or it is revoked already. */
export function revokeToken(
  store: Store,
  workspace: string,
  id: string,
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<boolean> {
  return askOnce(store, async (transaction) => {
    const [revoked] = await transaction
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(eq(tokens.workspace, workspace), eq(tokens.id, id), isNull(tokens.revokedAt)))
      .returning({ name: tokens.name, prefix: tokens.prefix })
    if (revoked === undefined) return false
    await appendAudit(transaction, workspace, { actor, action: 'token.revoked', subject: id, detail: revoked, now })
    return true
  })
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
