import type { Status } from '@sluice/gates'
import { and, desc, eq, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { pageLimit } from '../cursor.ts'
import { evaluations, gateResults, measurements, pushes } from '../schema/index.ts'
import type { Store } from '../store.ts'

export interface SeriesRequest {
  readonly model: string
  readonly gate: string
  readonly slice: string
  /** Pushes to look back on: at most 200, default 50. */
  readonly limit?: number | undefined
}

export interface SeriesPoint {
  readonly evaluation: string
  readonly createdAt: string
  readonly status: Status
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly rows: number
}

/** One gate's value on one slice over a model's last pushes, oldest first; evaluations without it are left out. */
export async function gateSeries(
  store: Store,
  workspace: string,
  { model, gate, slice, limit }: SeriesRequest,
): Promise<readonly SeriesPoint[]> {
  const rows = await ask(store, (database) => {
    const recent = database
      .select({
        push: sql<number>`${pushes.number}`.as('push'),
        number: pushes.evaluation,
        createdAt: pushes.createdAt,
      })
      .from(pushes)
      .where(and(eq(pushes.workspace, workspace), eq(pushes.model, model)))
      .orderBy(desc(pushes.createdAt), desc(pushes.number))
      .limit(pageLimit(limit))
      .as('recent')
    // One step in an index for each evaluation: joined flat, PostgreSQL would rather read every measurement there is.
    const measured = database
      .select({
        status: measurements.status,
        value: measurements.value,
        lower: measurements.lower,
        upper: measurements.upper,
        rows: measurements.rows,
      })
      .from(gateResults)
      .innerJoin(
        measurements,
        and(eq(measurements.evaluation, recent.number), eq(measurements.gate, gateResults.position)),
      )
      .where(and(eq(gateResults.evaluation, recent.number), eq(gateResults.gate, gate), eq(measurements.slice, slice)))
      .limit(1)
      .as('measured')
    return database
      .select({ evaluation: evaluations.id, createdAt: recent.createdAt, ...measured._.selectedFields })
      .from(recent)
      .innerJoin(evaluations, eq(evaluations.number, recent.number))
      .innerJoinLateral(measured, sql`true`)
      .orderBy(recent.createdAt, recent.push)
  })
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}
