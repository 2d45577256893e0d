import type { Status } from '@sluice/gates'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { momentCursor, type PageRequest, pageLimit, pageOf } from '../cursor.ts'
import type { EvaluationSummary, Page } from '../records.ts'
import { evaluations } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { summaryColumns, toSummary } from './summary.ts'

export interface EvaluationFilter extends PageRequest {
  readonly model?: string | undefined
  readonly verdict?: Status | undefined
}

/**
 * Evaluations, newest first; those pushed in the same millisecond by falling id. New ones shift no page.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listEvaluations(
  store: Store,
  workspace: string,
  filter: EvaluationFilter = {},
): Promise<Page<EvaluationSummary>> {
  const limit = pageLimit(filter.limit)
  const after = momentCursor.read(filter.cursor)
  const rows = await ask(store, (database) =>
    database
      .select(summaryColumns)
      .from(evaluations)
      .where(
        and(
          eq(evaluations.workspace, workspace),
          filter.model === undefined ? undefined : eq(evaluations.model, filter.model),
          filter.verdict === undefined ? undefined : eq(evaluations.verdict, filter.verdict),
          after === null ? undefined : before(...after),
        ),
      )
      .orderBy(desc(evaluations.createdAt), desc(evaluations.id))
      .limit(limit + 1),
  )
  return pageOf(rows, limit, toSummary, (row) => momentCursor.write([row.createdAt.toISOString(), row.id]))
}

/** Compared as a row: an index is read from there on, whatever lies before. */
function before(createdAt: string, id: string): SQL {
  return sql`(${evaluations.createdAt}, ${evaluations.id}) < (${createdAt}::timestamptz, ${id})`
}
