import type { DatasetEvidence, Evidence, PolicyVerdict, Status } from '@sluice/gates'
import { bigint, foreignKey, index, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { EvaluationSummary, Origin, StatusCounts } from '../records.ts'
import { models } from './models.ts'
import { policies } from './policies.ts'

/** One pushed verdict. The columns before `report` are what lists show; the rest is read one evaluation at a time. */
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
    origin: jsonb().$type<Origin>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
    engine: jsonb().$type<Evidence['engine']>().notNull(),
    datasets: jsonb().$type<readonly DatasetEvidence[]>().notNull(),
    report: jsonb().$type<PolicyVerdict>().notNull(),
  },
  (table) => [
    uniqueIndex('evaluations_by_id').on(table.workspace, table.id),
    index('evaluations_by_time').on(table.workspace, table.createdAt, table.id),
    index('evaluations_by_model').on(table.workspace, table.model, table.createdAt, table.id),
    index('evaluations_by_verdict').on(table.workspace, table.verdict, table.createdAt, table.id),
    index('evaluations_by_model_verdict').on(table.workspace, table.model, table.verdict, table.createdAt, table.id),
    index('evaluations_by_policy').on(table.workspace, table.policySha256, table.createdAt, table.id),
    foreignKey({ columns: [table.workspace, table.model], foreignColumns: [models.workspace, models.name] }),
    foreignKey({
      columns: [table.workspace, table.policySha256],
      foreignColumns: [policies.workspace, policies.sha256],
    }),
  ],
)
