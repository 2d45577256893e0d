import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { workspaces } from './workspaces.ts'

/** What has been evaluated at least once, as its last evaluation describes it. */
export const models = pgTable(
  'models',
  {
    workspace: text()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    description: text(),
    owners: jsonb().$type<readonly string[]>().notNull(),
    /** How often it was evaluated: pushes, counted here, for counting them would read them all. */
    evaluations: integer().notNull().default(0),
    lastAt: timestamp('last_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.name] })],
)
