import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** One row for each time that a scheduled job is due; who inserts it, or takes over its ended lease, runs it. */
export const jobs = pgTable(
  'jobs',
  {
    name: text().notNull(),
    due: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    holder: text().notNull(),
    leaseUntil: timestamp('lease_until', { withTimezone: true }).notNull(),
    attempts: integer().notNull().default(1),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 3 }),
    outcome: jsonb().$type<Readonly<Record<string, unknown>>>(),
  },
  (table) => [primaryKey({ columns: [table.name, table.due] })],
)
