import { and, asc, eq, sql } from 'drizzle-orm'
import { ask } from './ask.ts'
import { latestEvaluation } from './models/latest-evaluation.ts'
import type { WaiverRecord } from './records.ts'
import { models, waivers } from './schema/index.ts'
import type { Store } from './store.ts'

/** The waivers of each model's last evaluation; those that end first in front. */
export function listWaivers(
  store: Store,
  workspace: string,
  { model }: { readonly model?: string | undefined } = {},
): Promise<readonly WaiverRecord[]> {
  return ask(store, (database) => {
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
      })
      .from(models)
      .innerJoinLateral(latest, sql`true`)
      .innerJoin(waivers, eq(waivers.evaluation, latest.number))
      .where(and(eq(models.workspace, workspace), model === undefined ? undefined : eq(models.name, model)))
      .orderBy(asc(waivers.until), asc(models.name), asc(waivers.position))
  })
}
