import { bigint, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { workspaces } from './workspaces.ts'

/** Who did what, chained by hash for each workspace. A trigger refuses every change to a row. */
export const auditLog = pgTable(
  'audit_log',
  {
    workspace: text()
      .notNull()
      .references(() => workspaces.id),
    /** From 1, without holes. */
    sequence: bigint({ mode: 'number' }).notNull(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.sequence] })],
)
