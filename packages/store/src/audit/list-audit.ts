import { and, desc, eq, lt } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { type PageRequest, pageLimit, pageOf, sequenceCursor } from '../cursor.ts'
import type { AuditEntry, Page } from '../records.ts'
import { auditLog } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { toEntry } from './audit-entry.ts'

/**
 * The audit log, newest first.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listAudit(store: Store, workspace: string, request: PageRequest = {}): Promise<Page<AuditEntry>> {
  const limit = pageLimit(request.limit)
  const after = sequenceCursor.read(request.cursor)
  const rows = await ask(store, (database) =>
    database
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspace, workspace), after === null ? undefined : lt(auditLog.sequence, after)))
      .orderBy(desc(auditLog.sequence))
      .limit(limit + 1),
  )
  return pageOf(rows, limit, toEntry, (row) => sequenceCursor.write(row.sequence))
}
