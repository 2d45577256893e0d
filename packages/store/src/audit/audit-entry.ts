import type { InferSelectModel } from 'drizzle-orm'
import type { AuditEntry } from '../records.ts'
import type { auditLog } from '../schema/index.ts'

export function toEntry(row: InferSelectModel<typeof auditLog>): AuditEntry {
  const { sequence, at, actor, action, subject, detail, hash } = row
  return { sequence, at: at.toISOString(), actor, action, subject, detail, hash }
}
