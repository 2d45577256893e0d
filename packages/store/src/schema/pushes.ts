import type { Status } from '@sluice/gates'
import { bigint, index, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Origin } from '../records.ts'
import { bytes } from './bytes.ts'
import { evaluations } from './evaluations.ts'

/**
 * That an evaluation was pushed: rows are added and never changed. The evaluation is kept once however often it comes; what
 * is a model's last one, and what came before it, is said here. Workspace, model, verdict and policy are the evaluation's,
 * repeated so that every list is read in its order from one index.
 */
export const pushes = pgTable(
  'pushes',
  {
    number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    evaluation: bigint({ mode: 'number' })
      .notNull()
      .references(() => evaluations.number, { onDelete: 'cascade' }),
    workspace: text().notNull(),
    model: text().notNull(),
    verdict: text().$type<Status>().notNull(),
    policySha256: text('policy_sha256').notNull(),
    origin: jsonb().$type<Origin>().notNull(),
    /** Of the origin's canonical JSON: the same content from the same origin is one push, sent again. */
    originSha256: bytes('origin_sha256').notNull(),
    actor: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [
    uniqueIndex('pushes_once').on(table.evaluation, table.originSha256),
    index('pushes_by_evaluation').on(table.evaluation, table.createdAt, table.number),
    index('pushes_by_time').on(table.workspace, table.createdAt, table.number),
    index('pushes_by_model').on(table.workspace, table.model, table.createdAt, table.number),
    index('pushes_by_verdict').on(table.workspace, table.verdict, table.createdAt, table.number),
    index('pushes_by_model_verdict').on(table.workspace, table.model, table.verdict, table.createdAt, table.number),
    index('pushes_by_policy').on(table.workspace, table.policySha256, table.createdAt, table.number),
  ],
)
