import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** A team's models, policies and tokens, kept apart from every other team's. */
export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
})
