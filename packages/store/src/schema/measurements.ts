import type { Status } from '@sluice/gates'
import { bigint, doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { evaluations } from './evaluations.ts'

/** What each gate measured on each slice, as numbers that make a series over evaluations. */
export const measurements = pgTable(
  'measurements',
  {
    evaluation: bigint({ mode: 'number' })
      .notNull()
      .references(() => evaluations.number, { onDelete: 'cascade' }),
    /** The gate's place in the verdict, and the measurement's place in the gate. */
    gate: integer().notNull(),
    position: integer().notNull(),
    slice: text().notNull(),
    status: text().$type<Status>().notNull(),
    value: doublePrecision(),
    lower: doublePrecision(),
    upper: doublePrecision(),
    rows: doublePrecision().notNull(),
  },
  (table) => [primaryKey({ columns: [table.evaluation, table.gate, table.position] })],
)
