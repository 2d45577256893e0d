import type { GateVerdict, Status } from '@sluice/gates'
import { bigint, boolean, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { evaluations } from './evaluations.ts'

/** One row a gate. Value and limits are those of the slice that decided it. */
export const gateResults = pgTable(
  'gate_results',
  {
    evaluation: bigint({ mode: 'number' })
      .notNull()
      .references(() => evaluations.number, { onDelete: 'cascade' }),
    /** The gate's place in the verdict. */
    position: integer().notNull(),
    gate: text().notNull(),
    status: text().$type<Status>().notNull(),
    severity: text().$type<GateVerdict['severity']>().notNull(),
    blocking: boolean().notNull(),
    metric: text().notNull(),
    dataset: text().notNull(),
    /** The name that the policy gives the scored model. */
    model: text().notNull(),
    versus: text(),
    condition: jsonb().$type<GateVerdict['condition']>().notNull(),
    reason: text().notNull(),
    /** The slice that decided; `null` where the gate has no measurement. */
    slice: text(),
    value: doublePrecision(),
    lower: doublePrecision(),
    upper: doublePrecision(),
  },
  (table) => [primaryKey({ columns: [table.evaluation, table.position] })],
)
