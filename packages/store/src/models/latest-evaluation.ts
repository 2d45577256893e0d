import { and, desc, eq } from 'drizzle-orm'
import { summaryColumns } from '../evaluations/summary.ts'
import { evaluations, models, pushes } from '../schema/index.ts'
import type { Database } from '../store.ts'

/** What was pushed last of each row of `models`: one step in an index. For a lateral join. */
export function latestEvaluation(database: Database) {
  return database
    .select({ number: evaluations.number, ...summaryColumns })
    .from(pushes)
    .innerJoin(evaluations, eq(evaluations.number, pushes.evaluation))
    .where(and(eq(pushes.workspace, models.workspace), eq(pushes.model, models.name)))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(1)
    .as('latest')
}
