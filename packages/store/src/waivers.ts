import { and, asc, eq, sql } from 'drizzle-orm'
import { ask } from './ask.ts'
import { type PageRequest, pageLimit, pageOf, waiverCursor } from './cursor.ts'
import { latestEvaluation } from './models/latest-evaluation.ts'
import type { Page, WaiverRecord } from './records.ts'
import { models, waivers } from './schema/index.ts'
import type { Store } from './store.ts'

export interface WaiverRequest extends PageRequest {
  readonly model?: string | undefined
}

/**
 * The waivers of each model's last evaluation; those that end first in front.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listWaivers(
  store: Store,
  workspace: string,
  request: WaiverRequest = {},
): Promise<Page<WaiverRecord>> {
  const limit = pageLimit(request.limit)
  const after = waiverCursor.read(request.cursor)
  const rows = await ask(store, (database) => {
    const latest = latestEvaluation(database)
    return database
      .select({
        model: models.name,
        evaluation: latest.id,
        gate: waivers.gate,
        slice: waivers.slice,
        until: waivers.until,
        reason: waivers.reason,
        approvedBy: waivers.approvedBy,
        state: waivers.state,
        position: waivers.position,
      })
      .from(models)
      .innerJoinLateral(latest, sql`true`)
      .innerJoin(waivers, eq(waivers.evaluation, latest.number))
      .where(
        and(
          eq(models.workspace, workspace),
          request.model === undefined ? undefined : eq(models.name, request.model),
          after === null
            ? undefined
            : sql`(${waivers.until}, ${models.name}, ${waivers.position}) > (${after[0]}::date, ${after[1]}, ${after[2]})`,
        ),
      )
      .orderBy(asc(waivers.until), asc(models.name), asc(waivers.position))
      .limit(limit + 1)
  })
  return pageOf(
    rows,
    limit,
    ({ position: _, ...waiver }) => waiver,
    ({ until, model, position }) => waiverCursor.write([until, model, position]),
  )
}
