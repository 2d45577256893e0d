import type { Evidence } from '@sluice/gates'
import { and, desc, eq } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { pageLimit } from '../cursor.ts'
import type { Curves, PastEvidence } from '../records.ts'
import { curves, evaluations, evidence } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { unpackJson } from './packed-json.ts'
import { summaryColumns, toSummary } from './summary.ts'

/** Evidence as it was pushed, with its curves; `null` where this workspace has no such evaluation. */
export async function getEvidence(store: Store, workspace: string, id: string): Promise<Evidence | null> {
  const [row] = await ask(store, (database) =>
    database
      .select({ evidence: evidence.body, curves: curves.body })
      .from(evaluations)
      .innerJoin(evidence, eq(evidence.evaluation, evaluations.number))
      .innerJoin(curves, eq(curves.evaluation, evaluations.number))
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id))),
  )
  if (row === undefined) return null
  const [measured, drawn] = await Promise.all([unpackJson<Evidence>(row.evidence), unpackJson<Curves>(row.curves)])
  return { ...measured, curves: drawn }
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
 * What a model's last evaluations measured, newest first, without curves.
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
    rows.map(async (row) => ({ evaluation: toSummary(row), evidence: await unpackJson<Evidence>(row.body) })),
  )
}
