import { and, desc, eq } from 'drizzle-orm'
import { summaryColumns } from '../evaluations/summary.ts'
import { evaluations, models } from '../schema/index.ts'
import type { Database } from '../store.ts'

/** The last evaluation of each row of `models`: one step in an index. For a lateral join. */
export function latestEvaluation(database: Database) {
  return database
    .select({ number: evaluations.number, ...summaryColumns })
    .from(evaluations)
    .where(and(eq(evaluations.workspace, models.workspace), eq(evaluations.model, models.name)))
    .orderBy(desc(evaluations.createdAt), desc(evaluations.id))
    .limit(1)
    .as('latest')
}
