import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { ask, askOnce } from '../ask.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { CanonicalText } from '../canonical-json.ts'
import { evaluationId } from '../evaluation-id.ts'
import { notifyPushed } from '../pushed-notices.ts'
import type { PushedEvaluation } from '../records.ts'
import { curves, evaluations, evidence, gateResults, measurements, models, policies, waivers } from '../schema/index.ts'
import type { Store, Transaction } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { countStatuses, gateRows, measurementRows, waiverRows, worstBlocking } from './gate-rows.ts'
import { packJson } from './packed-json.ts'

/** Who pushes, and when. */
export interface PushedBy {
  readonly actor: string
  readonly now: Date
}

/**
 * Keeps an evaluation with all that belongs to it, in one transaction. The same content pushed again, also at the same
 * time, changes nothing: `created` is false then.
 *
 * @throws StoreError `conflict` where the policy's texts do not have the hash that the verdict names, `not_found` where
 * there is no such workspace, `unavailable`, `storage_full`
 */
export async function pushEvaluation(
  store: Store,
  workspace: string,
  pushed: PushedEvaluation,
  by: PushedBy,
): Promise<{ id: string; created: boolean }> {
  requireJudgedPolicy(pushed)
  // Written out once, to be hashed and to be kept: most of a push is curves.
  const drawn = new CanonicalText(pushed.evidence.curves)
  const id = evaluationId(pushed, drawn)
  if (await isKept(store, workspace, id)) return { id, created: false }
  // Packed outside of the transaction, which other pushes wait for.
  const [measured, packedCurves] = await Promise.all([
    packJson(JSON.stringify({ ...pushed.evidence, curves: [] })),
    packJson(drawn.text),
  ])
  return askOnce(store, async (transaction) => {
    await insertOwners(transaction, workspace, pushed, by.now)
    const number = await insertEvaluation(transaction, workspace, id, pushed, by.now)
    if (number === null) return { id, created: false }
    await transaction.insert(evidence).values({ evaluation: number, ...measured })
    await transaction.insert(curves).values({ evaluation: number, ...packedCurves })
    await insertResults(transaction, number, pushed)
    await countEvaluation(transaction, workspace, pushed, by.now)
    await appendAudit(transaction, workspace, {
      actor: by.actor,
      action: 'evaluation.pushed',
      subject: id,
      detail: { model: pushed.verdict.model, verdict: pushed.verdict.verdict, asOf: pushed.verdict.asOf },
      now: by.now,
    })
    const { model, verdict } = pushed.verdict
    await notifyPushed(transaction, { workspace, id, model, verdict })
    return { id, created: true }
  })
}

/** Otherwise whoever pushes first could put another text under a policy's hash. */
function requireJudgedPolicy({ policy, verdict }: PushedEvaluation): void {
  const hash = createHash('sha256')
  for (const { text } of policy) hash.update(text)
  const found = hash.digest('hex')
  if (found === verdict.policySha256) return
  throw new StoreError(
    'conflict',
    `${verdict.model}: the policy's ${policy.length} files have the hash ${found}, and the verdict was reached under ${verdict.policySha256 || 'none'}. Send the files that were judged, the policy's own first, then those it extends.`,
  )
}

async function isKept(store: Store, workspace: string, id: string): Promise<boolean> {
  const found = await ask(store, (database) =>
    database
      .select({ id: evaluations.id })
      .from(evaluations)
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id))),
  )
  return found.length > 0
}

/** The model and the policy, as far as they are new. */
async function insertOwners(
  transaction: Transaction,
  workspace: string,
  { verdict, policy }: PushedEvaluation,
  now: Date,
): Promise<void> {
  const { model: name, description, owners, policySha256: sha256 } = verdict
  await transaction.insert(models).values({ workspace, name, description, owners, lastAt: now }).onConflictDoNothing()
  await transaction
    .insert(policies)
    .values({ workspace, sha256, model: name, files: policy, createdAt: now })
    .onConflictDoNothing()
}

/** The number of the new row, or `null` where the evaluation is kept already; waits for a push of the same one. */
async function insertEvaluation(
  transaction: Transaction,
  workspace: string,
  id: string,
  { verdict, evidence: { engine, datasets }, origin }: PushedEvaluation,
  now: Date,
): Promise<number | null> {
  const [row] = await transaction
    .insert(evaluations)
    .values({
      workspace,
      id,
      model: verdict.model,
      verdict: verdict.verdict,
      gates: countStatuses(verdict.gates),
      blocking: worstBlocking(verdict.gates),
      policySha256: verdict.policySha256,
      origin,
      createdAt: now,
      engine,
      datasets,
      report: verdict,
    })
    .onConflictDoNothing()
    .returning({ number: evaluations.number })
  return row?.number ?? null
}

/** A statement takes at most 65 535 parameters. */
const rowsAtOnce = 2_000

async function insertResults(transaction: Transaction, number: number, { verdict }: PushedEvaluation): Promise<void> {
  for (const rows of batches(gateRows(number, verdict))) await transaction.insert(gateResults).values(rows)
  for (const rows of batches(measurementRows(number, verdict))) await transaction.insert(measurements).values(rows)
  for (const rows of batches(waiverRows(number, verdict))) await transaction.insert(waivers).values(rows)
}

function* batches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) yield rows.slice(start, start + rowsAtOnce)
}

/** Late in the transaction: until its end, other pushes of the model wait for these two rows. */
async function countEvaluation(
  transaction: Transaction,
  workspace: string,
  { verdict }: PushedEvaluation,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  await transaction
    .update(models)
    .set({
      evaluations: sql`${models.evaluations} + 1`,
      lastAt: sql`greatest(${models.lastAt}, ${at}::timestamptz)`,
      description: ifNewest(at, sql`${verdict.description}::text`, sql`${models.description}`),
      owners: ifNewest(at, sql`${JSON.stringify(verdict.owners)}::jsonb`, sql`${models.owners}`),
    })
    .where(and(eq(models.workspace, workspace), eq(models.name, verdict.model)))
  await transaction
    .update(policies)
    .set({ evaluations: sql`${policies.evaluations} + 1` })
    .where(and(eq(policies.workspace, workspace), eq(policies.sha256, verdict.policySha256)))
}

/** A push that comes late does not describe the model as it is now. */
function ifNewest(at: string, pushed: ReturnType<typeof sql>, kept: ReturnType<typeof sql>) {
  return sql`case when ${models.lastAt} <= ${at}::timestamptz then ${pushed} else ${kept} end`
}
