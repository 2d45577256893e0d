import { and, asc, eq, gt } from 'drizzle-orm'
import { askOnce } from '../ask.ts'
import { auditHeads, auditLog } from '../schema/index.ts'
import type { Store, Transaction } from '../store.ts'
import { auditGenesis, auditHash } from './append-audit.ts'
import { toEntry } from './audit-entry.ts'

export type AuditVerdict =
  | { readonly ok: true; readonly entries: number }
  /** The sequence number of the first row that is changed, missing, or not where the log says it ends. */
  | { readonly ok: false; readonly brokenAt: number }

const rowsAtOnce = 1_000

/** Works the workspace's chain out again, from the first row to the end that was noted apart. */
export function verifyAudit(store: Store, workspace: string): Promise<AuditVerdict> {
  return askOnce(
    store,
    async (transaction) => {
      const [head] = await transaction.select().from(auditHeads).where(eq(auditHeads.workspace, workspace))
      let sequence = 0
      let hash = auditGenesis
      for (let rows = await rowsAfter(transaction, workspace, 0); rows.length > 0; ) {
        for (const row of rows) {
          const intact = row.sequence === sequence + 1 && row.hash === auditHash(workspace, toEntry(row), hash)
          if (!intact) return { ok: false, brokenAt: sequence + 1 }
          sequence = row.sequence
          hash = row.hash
        }
        rows = rows.length < rowsAtOnce ? [] : await rowsAfter(transaction, workspace, sequence)
      }
      const ends = head === undefined ? sequence === 0 : head.sequence === sequence && head.hash === hash
      return ends
        ? { ok: true, entries: sequence }
        : { ok: false, brokenAt: Math.min(head?.sequence ?? 0, sequence) + 1 }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

function rowsAfter(transaction: Transaction, workspace: string, sequence: number) {
  return transaction
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.workspace, workspace), gt(auditLog.sequence, sequence)))
    .orderBy(asc(auditLog.sequence))
    .limit(rowsAtOnce)
}
