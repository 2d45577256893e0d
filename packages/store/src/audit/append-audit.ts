import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
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

/** What a row says; the chain adds its sequence and hash. */
type Said = Omit<AuditEntry, 'sequence' | 'hash'>

/** What the first row of a log follows. */
export const auditGenesis = '0'.repeat(64)

/**
 * Adds a row to the workspace's audit log, chained to the one before. In a transaction it is written with the rest or
 * not at all, and holds the log until the transaction ends: append last. It is one statement, so that whoever waits for
 * the log waits for no journey between reading its end and writing the next row.
 *
 * @throws StoreError `not_found` where there is no such workspace
 */
export async function appendAudit(to: Store | Transaction, workspace: string, event: AuditEvent): Promise<AuditEntry> {
  if ('database' in to) return askOnce(to, (transaction) => appendAudit(transaction, workspace, event))
  // As JSON reads it back: without `undefined`.
  const detail = JSON.parse(JSON.stringify(event.detail)) as AuditEvent['detail']
  const said = { at: event.now.toISOString(), actor: event.actor, action: event.action, subject: event.subject, detail }
  const { sequence: last, hash: lastHash } = auditHeads
  const next = sql`(${last} + 1)`
  const head = to
    .insert(auditHeads)
    .values({ workspace, sequence: 1, hash: hashed(workspace, said, sql`1`, sql`${auditGenesis}::text`) })
    .onConflictDoUpdate({
      target: auditHeads.workspace,
      set: { sequence: next, hash: hashed(workspace, said, next, sql`${lastHash}`) },
    })
    .returning({ sequence: last, hash: lastHash })
  const { rows } = (await to.execute(sql`
    with head as ${head}
    insert into ${auditLog} (workspace, sequence, at, actor, action, subject, detail, hash)
    select ${workspace}, sequence, ${said.at}::timestamptz, ${said.actor}, ${said.action}, ${said.subject},
      ${JSON.stringify(detail)}::jsonb, hash from head
    returning sequence, hash
  `)) as { rows: [{ sequence: string | number; hash: string }] }
  return { ...said, sequence: Number(rows[0].sequence), hash: rows[0].hash }
}

/** `auditHash` as the database works it out, which alone knows the row before. */
function hashed(workspace: string, said: Said, sequence: SQL, previous: SQL): SQL {
  const { action, actor, at, detail, subject } = said
  // The names between these are `previous` and `sequence`: canonical JSON sorts them.
  const before = `${canonicalJson({ action, actor, at, detail }).slice(0, -1)},"previous":"`
  const after = `,${canonicalJson({ subject, workspace }).slice(1)}`
  const covered = sql`${before}::text || ${previous} || '","sequence":' || ${sequence} || ${after}::text`
  return sql`encode(sha256(convert_to(${covered}, 'UTF8')), 'hex')`
}

/** SHA-256 over the canonical JSON of the row, its workspace and the hash of the row before. */
export function auditHash(workspace: string, row: Omit<AuditEntry, 'hash'>, previous: string): string {
  const { sequence, at, actor, action, subject, detail } = row
  const covered = { previous, workspace, sequence, at, actor, action, subject, detail }
  return createHash('sha256').update(canonicalJson(covered)).digest('hex')
}
