import { bigint, pgTable, text } from 'drizzle-orm/pg-core'
import { workspaces } from './workspaces.ts'

/** Where each workspace's audit log ends: a log cut off at its end still chains, but no longer ends here. */
export const auditHeads = pgTable('audit_heads', {
  workspace: text()
    .primaryKey()
    .references(() => workspaces.id),
  sequence: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
})
