import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { askOnce } from '../ask.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { AuditEntry } from '../records.ts'
import { auditHeads, auditLog } from '../schema/index.ts'
import type { Store, Transaction } from '../store.ts'

/** What happened. `detail` is JSON and holds no secret: the log is shown to administrators and never erased. */
export interface AuditEvent {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly now: Date
}

/** What the first row of a log follows. */
export const auditGenesis = '0'.repeat(64)

/**
 * Adds a row to the workspace's audit log, chained to the one before. In a transaction it is written with the rest or
 * not at all, and holds the log until the transaction ends: append last.
 *
 * @throws StoreError `not_found` where there is no such workspace
 */
export async function appendAudit(to: Store | Transaction, workspace: string, event: AuditEvent): Promise<AuditEntry> {
  if ('database' in to) return askOnce(to, (transaction) => appendAudit(transaction, workspace, event))
  await to.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sluice.audit:${workspace}`}, 0))`)
  const [head] = await to.select().from(auditHeads).where(eq(auditHeads.workspace, workspace))
  const row = {
    sequence: (head?.sequence ?? 0) + 1,
    at: event.now.toISOString(),
    actor: event.actor,
    action: event.action,
    subject: event.subject,
    // As JSON reads it back: without `undefined`.
    detail: JSON.parse(JSON.stringify(event.detail)) as AuditEvent['detail'],
  }
  const entry = { ...row, hash: auditHash(workspace, row, head?.hash ?? auditGenesis) }
  await to.insert(auditLog).values({ ...entry, workspace, at: event.now })
  const { sequence, hash } = entry
  await to
    .insert(auditHeads)
    .values({ workspace, sequence, hash })
    .onConflictDoUpdate({ target: auditHeads.workspace, set: { sequence, hash } })
  return entry
}

/** SHA-256 over the canonical JSON of the row, its workspace and the hash of the row before. */
export function auditHash(workspace: string, row: Omit<AuditEntry, 'hash'>, previous: string): string {
  const { sequence, at, actor, action, subject, detail } = row
  const covered = { previous, workspace, sequence, at, actor, action, subject, detail }
  return createHash('sha256').update(canonicalJson(covered)).digest('hex')
}
