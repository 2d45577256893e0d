import type { InferSelectModel } from 'drizzle-orm'
import type { EvaluationSummary } from '../records.ts'
import { evaluations } from '../schema/index.ts'

/** The columns of a list: none of them is stored out of line, so that no report is read for it. */
export const summaryColumns = {
  id: evaluations.id,
  model: evaluations.model,
  verdict: evaluations.verdict,
  gates: evaluations.gates,
  blocking: evaluations.blocking,
  policySha256: evaluations.policySha256,
  origin: evaluations.origin,
  createdAt: evaluations.createdAt,
}

export type SummaryRow = Pick<InferSelectModel<typeof evaluations>, keyof typeof summaryColumns>

export function toSummary(row: SummaryRow): EvaluationSummary {
  return {
    id: row.id,
    model: row.model,
    verdict: row.verdict,
    gates: row.gates,
    policySha256: row.policySha256,
    origin: row.origin,
    createdAt: row.createdAt.toISOString(),
    blocking: row.blocking,
  }
}
