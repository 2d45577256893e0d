import type { Status } from '@sluice/gates'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { type PageRequest, pageLimit, pageOf, pushCursor } from '../cursor.ts'
import type { EvaluationSummary, Page } from '../records.ts'
import { pushes } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { judgedOf, pushColumns, toSummary } from './summary.ts'

export interface EvaluationFilter extends PageRequest {
  readonly model?: string | undefined
  readonly verdict?: Status | undefined
}

/**
 * Evaluations as they were pushed, newest first: one that came again from elsewhere stands there again. New ones shift no page.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listEvaluations(
  store: Store,
  workspace: string,
  filter: EvaluationFilter = {},
): Promise<Page<EvaluationSummary>> {
  const limit = pageLimit(filter.limit)
  const after = pushCursor.read(filter.cursor)
  const rows = await ask(store, (database) => {
    const judged = judgedOf(database, pushes.evaluation)
    return database
      .select({ ...pushColumns, ...judged._.selectedFields })
      .from(pushes)
      .innerJoinLateral(judged, sql`true`)
      .where(
        and(
          eq(pushes.workspace, workspace),
          filter.model === undefined ? undefined : eq(pushes.model, filter.model),
          filter.verdict === undefined ? undefined : eq(pushes.verdict, filter.verdict),
          after === null ? undefined : before(...after),
        ),
      )
      .orderBy(desc(pushes.createdAt), desc(pushes.number))
      .limit(limit + 1)
  })
  return pageOf(rows, limit, toSummary, (row) => pushCursor.write([row.createdAt.toISOString(), row.push]))
}

/** Compared as a row: an index is read from there on, whatever lies before. */
function before(createdAt: string, push: number): SQL {
  return sql`(${pushes.createdAt}, ${pushes.number}) < (${createdAt}::timestamptz, ${push})`
}
