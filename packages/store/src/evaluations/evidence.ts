import type { Evidence } from '@sluice/gates'
import { and, desc, eq } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { pageLimit } from '../cursor.ts'
import type { Curves, PastEvidence } from '../records.ts'
import { curves, evaluations, evidence } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { unpackJson } from './packed-json.ts'
import { summaryColumns, toSummary } from './summary.ts'

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
 * What a model's last evaluations measured, newest first, without curves and reliability.
 *
 * @param limit at most 20, which is also the default
 */
export async function pastEvidence(
  store: Store,
  workspace: string,
  { model, limit }: { readonly model: string; readonly limit?: number | undefined },
): Promise<readonly PastEvidence[]> {
  const rows = await ask(store, (database) =>
    database
      .select({ ...summaryColumns, body: evidence.body })
      .from(evaluations)
      .innerJoin(evidence, eq(evidence.evaluation, evaluations.number))
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.model, model)))
      .orderBy(desc(evaluations.createdAt), desc(evaluations.id))
      .limit(pageLimit(limit, 20)),
  )
  return Promise.all(
    rows.map(async (row) => ({
      evaluation: toSummary(row),
      evidence: withoutDrawings(await unpackJson<Evidence>(row.body)),
    })),
  )
}

/** Judging again reads no drawing. */
function withoutDrawings({ calibration: _, ...rest }: Evidence): Evidence {
  return rest
}
