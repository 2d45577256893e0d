import type { Status } from '@sluice/gates'
import { and, asc, eq, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { gateResults, measurements, models } from '../schema/index.ts'
import type { Store } from '../store.ts'
import { latestEvaluation } from './latest-evaluation.ts'

/** What one gate of a model's last evaluation measured on one slice. */
export interface LatestGate {
  readonly model: string
  readonly gate: string
  readonly metric: string
  readonly dataset: string
  /** `null` where the gate has no measurement. */
  readonly slice: string | null
  /** The measurement's; the gate's where it has none. */
  readonly status: Status
  readonly value: number | null
  /** The whole evaluation's. */
  readonly verdict: Status
}

/** The last evaluation of every model, a row a gate and slice, by model and then in the verdict's order. */
export function latestGates(store: Store, workspace: string): Promise<readonly LatestGate[]> {
  return ask(store, (database) => {
    const latest = latestEvaluation(database)
    return database
      .select({
        model: models.name,
        gate: gateResults.gate,
        metric: gateResults.metric,
        dataset: gateResults.dataset,
        slice: measurements.slice,
        status: sql<Status>`coalesce(${measurements.status}, ${gateResults.status})`,
        value: measurements.value,
        verdict: latest.verdict,
      })
      .from(models)
      .innerJoinLateral(latest, sql`true`)
      .innerJoin(gateResults, eq(gateResults.evaluation, latest.number))
      .leftJoin(
        measurements,
        and(eq(measurements.evaluation, latest.number), eq(measurements.gate, gateResults.position)),
      )
      .where(eq(models.workspace, workspace))
      .orderBy(asc(models.name), asc(gateResults.position), asc(measurements.position))
  })
}
