import type { GateVerdict, MeasurementVerdict, PolicyVerdict, Status } from '@sluice/gates'
import type { InferInsertModel } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { EvaluationSummary, StatusCounts } from '../records.ts'
import type { gateResults, measurements, waivers } from '../schema/index.ts'

/** Without the number of the evaluation, which the database gives when the rows are on their way. */
type Row<Table extends PgTable> = Omit<InferInsertModel<Table>, 'evaluation'>

/** What keeps a release back, worst first. */
const worstFirst: readonly Status[] = ['error', 'fail', 'inconclusive', 'warn', 'waived', 'skipped', 'pass']

export function countStatuses(gates: readonly GateVerdict[]): StatusCounts {
  const counts = { pass: 0, fail: 0, warn: 0, inconclusive: 0, waived: 0, skipped: 0, error: 0 }
  for (const { status } of gates) counts[status]++
  return counts
}

/** At most five; in the policy's order where equally bad. */
export function worstBlocking(gates: readonly GateVerdict[]): EvaluationSummary['blocking'] {
  return gates
    .filter(({ blocking }) => blocking)
    .toSorted((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status))
    .slice(0, 5)
    .map(({ name, status }) => ({ name, status }))
}

export function gateRows(verdict: PolicyVerdict): Row<typeof gateResults>[] {
  return verdict.gates.map((gate, position) => {
    const decided = decidingMeasurement(gate)
    return {
      position,
      gate: gate.name,
      status: gate.status,
      severity: gate.severity,
      blocking: gate.blocking,
      metric: gate.metric,
      dataset: gate.dataset,
      model: gate.model,
      versus: gate.versus,
      condition: gate.condition,
      reason: gate.reason,
      slice: decided?.slice ?? null,
      value: decided?.value ?? null,
      lower: decided?.lower ?? null,
      upper: decided?.upper ?? null,
    }
  })
}

/** The first measurement with the gate's status, or the first at all where none has it. */
function decidingMeasurement({ measurements, status }: GateVerdict): MeasurementVerdict | undefined {
  return measurements.find((measurement) => measurement.status === status) ?? measurements[0]
}

export function measurementRows(verdict: PolicyVerdict): Row<typeof measurements>[] {
  return verdict.gates.flatMap((one, gate) =>
    one.measurements.map(({ slice, status, value, lower, upper, n: rows }, position) => ({
      gate,
      position,
      slice,
      status,
      value,
      lower,
      upper,
      rows,
    })),
  )
}

export function waiverRows(verdict: PolicyVerdict): Row<typeof waivers>[] {
  return verdict.waivers.map(({ gate, slice, until, reason, approvedBy, state }, position) => ({
    position,
    gate,
    slice,
    until,
    reason,
    approvedBy,
    state,
  }))
}
