import { bigint, integer, pgTable } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { evaluations } from './evaluations.ts'

/** Evidence without its curves: gzipped JSON. */
export const evidence = pgTable('evidence', {
  evaluation: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => evaluations.number, { onDelete: 'cascade' }),
  /** Length of the JSON. */
  length: integer().notNull(),
  body: bytes().notNull(),
})
