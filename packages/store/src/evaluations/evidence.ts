import type { Evidence } from '@sluice/gates'
import { and, desc, eq, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { pageLimit } from '../cursor.ts'
import type { Curves, PastEvidence } from '../records.ts'
import { curves, evaluations, evidence, pushes } from '../schema/index.ts'
import type { Database, Store } from '../store.ts'
import { unpackJson } from './packed-json.ts'
import { judgedOf, pushColumns, toSummary } from './summary.ts'

const pushesLookedAt = 200

export interface EvidenceRequest {
  /** Default true. Most of evidence is curves, and judging again reads none: without them they are not read from the table. */
  readonly curves?: boolean
}

/** Evidence as it was pushed, its curves an empty list where they are left out; `null` where this workspace has no such evaluation. */
export async function getEvidence(
  store: Store,
  workspace: string,
  id: string,
  { curves: withCurves = true }: EvidenceRequest = {},
): Promise<Evidence | null> {
  const reading = [getMeasured(store, workspace, id), withCurves ? getCurves(store, workspace, id) : []] as const
  const [measured, drawn] = await Promise.all(reading)
  return measured === null || drawn === null ? null : { ...measured, curves: drawn }
}

/** Evidence as its own table keeps it, without curves. */
async function getMeasured(store: Store, workspace: string, id: string): Promise<Evidence | null> {
  const [row] = await ask(store, (database) =>
    database
      .select({ body: evidence.body })
      .from(evaluations)
      .innerJoin(evidence, eq(evidence.evaluation, evaluations.number))
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id))),
  )
  return row === undefined ? null : unpackJson<Evidence>(row.body)
}

/** The curves alone; `null` where this workspace has no such evaluation. */
export async function getCurves(store: Store, workspace: string, id: string): Promise<Curves | null> {
  const [row] = await ask(store, (database) =>
    database
      .select({ body: curves.body })
      .from(evaluations)
      .innerJoin(curves, eq(curves.evaluation, evaluations.number))
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id))),
  )
  return row === undefined ? null : unpackJson<Curves>(row.body)
}

/**
 * What a model's last evaluations measured, newest first, without curves and reliability: each once, however often it was
 * pushed, of those among the model's last 200 pushes.
 *
 * @param limit at most 20, which is also the default
 */
export async function pastEvidence(
  store: Store,
  workspace: string,
  { model, limit }: { readonly model: string; readonly limit?: number | undefined },
): Promise<readonly PastEvidence[]> {
  const rows = await ask(store, (database) => {
    const last = lastOfEach(database, workspace, model, pageLimit(limit, 20))
    const judged = judgedOf(database, last.evaluation)
    const measured = database
      .select({ body: evidence.body })
      .from(evidence)
      .where(eq(evidence.evaluation, last.evaluation))
      .limit(1)
      .as('measured')
    const { push, origin, createdAt } = last
    return database
      .select({ ...judged._.selectedFields, push, origin, createdAt, body: measured.body })
      .from(last)
      .innerJoinLateral(judged, sql`true`)
      .innerJoinLateral(measured, sql`true`)
      .orderBy(desc(last.createdAt), desc(last.push))
  })
  return Promise.all(
    rows.map(async (row) => ({
      evaluation: toSummary(row),
      evidence: withoutDrawings(await unpackJson<Evidence>(row.body)),
    })),
  )
}

/** The last push of each of a model's last evaluations. Bounded: an evaluation may have come a thousand times in a row. */
function lastOfEach(database: Database, workspace: string, model: string, count: number) {
  const recent = database
    .select({ ...pushColumns, evaluation: pushes.evaluation })
    .from(pushes)
    .where(and(eq(pushes.workspace, workspace), eq(pushes.model, model)))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(pushesLookedAt)
    .as('recent')
  const each = database
    .selectDistinctOn([recent.evaluation], {
      push: sql<number>`${recent.push}`.mapWith(Number).as('push'),
      evaluation: recent.evaluation,
      origin: recent.origin,
      createdAt: recent.createdAt,
    })
    .from(recent)
    .orderBy(recent.evaluation, desc(recent.createdAt), desc(recent.push))
    .as('each')
  return database.select().from(each).orderBy(desc(each.createdAt), desc(each.push)).limit(count).as('last')
}

/** Judging again reads no drawing. */
function withoutDrawings({ calibration: _, ...rest }: Evidence): Evidence {
  return rest
}
