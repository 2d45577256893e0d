import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { announced } from '../pushed-notices.ts'
import { curves, evaluations, evidence, gateResults, measurements, models, policies, waivers } from '../schema/index.ts'
import type { Transaction } from '../store.ts'
import { countStatuses, gateRows, measurementRows, waiverRows, worstBlocking } from './gate-rows.ts'
import { type NewPush, pushOf } from './note-push.ts'
import type { PackedJson } from './packed-json.ts'

/** What a push writes, packed before the transaction begins. */
export interface NewEvaluation extends NewPush {
  readonly evidence: PackedJson
  readonly curves: PackedJson
}

/**
 * Writes an evaluation with all that belongs to it, its push, and its model and policy as far as they are new, in one statement: a
 * row is a hundred bytes, and asking for it is a journey there and back. Who listens hears of it when the transaction is kept.
 *
 * @returns false where the evaluation is kept already; waits for a push of the same one
 */
export async function insertEvaluation(transaction: Transaction, added: NewEvaluation): Promise<boolean> {
  const { workspace, id, pushed } = added
  const { model, verdict } = pushed.verdict
  const { rows } = (await transaction.execute(sql`
    with new_model as ${newModel(transaction, added)},
    new_policy as ${newPolicy(transaction, added)},
    evaluation as ${newEvaluation(transaction, added)},
    pushed as (${pushOf(added)}),
    measured as (${packedRow(evidence, added.evidence)}),
    drawn as (${packedRow(curves, added.curves)}),
    gates as (${rowsOf(gateResults, gateRows(pushed.verdict))}),
    slices as (${rowsOf(measurements, measurementRows(pushed.verdict))}),
    waived as (${rowsOf(waivers, waiverRows(pushed.verdict))})
    select ${announced({ workspace, id, model, verdict })} from evaluation
  `)) as { rows: unknown[] }
  return rows.length > 0
}

function newModel(transaction: Transaction, { workspace, pushed: { verdict }, now }: NewEvaluation) {
  const { model: name, description, owners } = verdict
  return transaction.insert(models).values({ workspace, name, description, owners, lastAt: now }).onConflictDoNothing()
}

function newPolicy(transaction: Transaction, { workspace, pushed: { verdict, policy }, now }: NewEvaluation) {
  const { policySha256: sha256, model } = verdict
  return transaction
    .insert(policies)
    .values({ workspace, sha256, model, files: policy, createdAt: now, lastAt: now })
    .onConflictDoNothing()
}

function newEvaluation(transaction: Transaction, { workspace, id, pushed }: NewEvaluation) {
  const { verdict, evidence } = pushed
  return transaction
    .insert(evaluations)
    .values({
      workspace,
      id,
      model: verdict.model,
      verdict: verdict.verdict,
      gates: countStatuses(verdict.gates),
      blocking: worstBlocking(verdict.gates),
      policySha256: verdict.policySha256,
      engine: evidence.engine,
      datasets: evidence.datasets,
      report: verdict,
    })
    .onConflictDoNothing()
    .returning({ number: evaluations.number })
}

function packedRow(table: typeof evidence | typeof curves, { length, body }: PackedJson): SQL {
  return sql`insert into ${table} (evaluation, length, body)
    select number, ${length}::integer, ${body}::bytea from evaluation`
}

/** Any number of rows that belong to the evaluation, as one parameter: a statement takes at most 65 535. */
function rowsOf(table: PgTable, rows: readonly object[]): SQL {
  const { evaluation: _, ...columns } = getTableColumns(table)
  const list = (each: (property: string, column: (typeof columns)[string]) => SQL) =>
    sql.join(
      Object.entries(columns).map(([property, column]) => each(property, column)),
      sql`, `,
    )
  const names = list((_, { name }) => sql`${sql.identifier(name)}`)
  const values = list((property) => sql`${sql.identifier(property)}`)
  const types = list((property, column) => sql`${sql.identifier(property)} ${sql.raw(column.getSQLType())}`)
  return sql`insert into ${table} (evaluation, ${names})
    select number, ${values} from evaluation, json_to_recordset(${JSON.stringify(rows)}::json) as sent (${types})`
}
