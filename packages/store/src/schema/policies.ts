import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { PolicyFileText } from '../records.ts'
import { workspaces } from './workspaces.ts'

/** Policies by the hash of their files. */
export const policies = pgTable(
  'policies',
  {
    workspace: text()
      .notNull()
      .references(() => workspaces.id),
    sha256: text().notNull(),
    model: text().notNull(),
    files: jsonb().$type<readonly PolicyFileText[]>().notNull(),
    /** How often it was judged under: pushes, counted here. */
    evaluations: integer().notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
    /** Of the last push under it: a model that goes back to an earlier policy has that one. */
    lastAt: timestamp('last_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.sha256] }),
    index('policies_by_model').on(table.workspace, table.model, table.lastAt, table.sha256),
  ],
)
