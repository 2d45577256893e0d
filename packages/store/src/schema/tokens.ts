import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Scope } from '../records.ts'
import { bytes } from './bytes.ts'
import { workspaces } from './workspaces.ts'

/** Access tokens: only the SHA-256 is kept. */
export const tokens = pgTable(
  'tokens',
  {
    id: text().primaryKey(),
    workspace: text()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    scopes: jsonb().$type<readonly Scope[]>().notNull(),
    prefix: text().notNull(),
    hash: bytes().notNull().unique(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true, precision: 3 }),
    revokedAt: timestamp('revoked_at', { withTimezone: true, precision: 3 }),
  },
  (table) => [index('tokens_by_workspace').on(table.workspace, table.createdAt, table.id)],
)
