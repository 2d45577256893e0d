import { eq, type InferSelectModel, type SQLWrapper, sql } from 'drizzle-orm'
import type { EvaluationSummary } from '../records.ts'
import { evaluations, pushes } from '../schema/index.ts'
import type { Database } from '../store.ts'

/** What lists show of an evaluation's content: none of it is stored out of line, so that no report is read for it. */
export const judgedColumns = {
  id: evaluations.id,
  model: evaluations.model,
  verdict: evaluations.verdict,
  gates: evaluations.gates,
  blocking: evaluations.blocking,
  policySha256: evaluations.policySha256,
}

/** What lists show of a push. Its number has a name of its own: in a subquery it stands beside the evaluation's. */
export const pushColumns = {
  push: sql<number>`${pushes.number}`.mapWith(pushes.number).as('push'),
  origin: pushes.origin,
  createdAt: pushes.createdAt,
}

/** The columns of a list, from `pushes` joined with `evaluations`. */
export const summaryColumns = { ...judgedColumns, ...pushColumns }

/** What lists show of the evaluation with a number, for a lateral join: one step in an index for each row of a page. */
export function judgedOf(database: Database, number: SQLWrapper) {
  return database.select(judgedColumns).from(evaluations).where(eq(evaluations.number, number)).limit(1).as('judged')
}

export type SummaryRow = Pick<InferSelectModel<typeof evaluations>, keyof typeof judgedColumns> &
  Pick<InferSelectModel<typeof pushes>, 'origin' | 'createdAt'> & { readonly push: number }

export function toSummary(row: SummaryRow): EvaluationSummary {
  return {
    id: row.id,
    push: row.push,
    model: row.model,
    verdict: row.verdict,
    gates: row.gates,
    policySha256: row.policySha256,
    origin: row.origin,
    createdAt: row.createdAt.toISOString(),
    blocking: row.blocking,
  }
}
