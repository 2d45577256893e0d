import { bigint, integer, pgTable } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { evaluations } from './evaluations.ts'

/** The evidence's curves, apart from it: judging again reads no curve, and drawing reads nothing else. Gzipped canonical JSON. */
export const curves = pgTable('curves', {
  evaluation: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => evaluations.number, { onDelete: 'cascade' }),
  /** Length of the JSON. */
  length: integer().notNull(),
  body: bytes().notNull(),
})
