import { bigint, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { WaiverRecord } from '../records.ts'
import { evaluations } from './evaluations.ts'

/** The waivers of an evaluation, as they stood on the day of judging. */
export const waivers = pgTable(
  'waivers',
  {
    evaluation: bigint({ mode: 'number' })
      .notNull()
      .references(() => evaluations.number, { onDelete: 'cascade' }),
    position: integer().notNull(),
    gate: text().notNull(),
    slice: text(),
    until: date({ mode: 'string' }).notNull(),
    reason: text().notNull(),
    approvedBy: text('approved_by').notNull(),
    state: text().$type<WaiverRecord['state']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.evaluation, table.position] })],
)
