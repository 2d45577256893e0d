import type { DatasetEvidence, Evidence, PolicyVerdict, Status } from '@sluice/gates'
import { bigint, foreignKey, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { EvaluationSummary, StatusCounts } from '../records.ts'
import { models } from './models.ts'
import { policies } from './policies.ts'

/**
 * A verdict by its content, once however often it is pushed. The columns before `report` are what lists show; the rest is read
 * one evaluation at a time.
 */
export const evaluations = pgTable(
  'evaluations',
  {
    /** Short, for the rows that belong to it: the content hash is 64 characters. */
    number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspace: text().notNull(),
    id: text().notNull(),
    model: text().notNull(),
    verdict: text().$type<Status>().notNull(),
    gates: jsonb().$type<StatusCounts>().notNull(),
    blocking: jsonb().$type<EvaluationSummary['blocking']>().notNull(),
    policySha256: text('policy_sha256').notNull(),
    engine: jsonb().$type<Evidence['engine']>().notNull(),
    datasets: jsonb().$type<readonly DatasetEvidence[]>().notNull(),
    report: jsonb().$type<PolicyVerdict>().notNull(),
  },
  (table) => [
    uniqueIndex('evaluations_by_id').on(table.workspace, table.id),
    foreignKey({ columns: [table.workspace, table.model], foreignColumns: [models.workspace, models.name] }),
    foreignKey({
      columns: [table.workspace, table.policySha256],
      foreignColumns: [policies.workspace, policies.sha256],
    }),
  ],
)
