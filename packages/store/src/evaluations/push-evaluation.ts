import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { ask, askOnce } from '../ask.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { CanonicalText } from '../canonical-json.ts'
import { evaluationId } from '../evaluation-id.ts'
import type { PushedEvaluation } from '../records.ts'
import { evaluations, models, policies } from '../schema/index.ts'
import type { Store, Transaction } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { insertEvaluation } from './insert-evaluation.ts'
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
  const added = { workspace, id, pushed, evidence: measured, curves: packedCurves, now: by.now }
  return askOnce(store, async (transaction) => {
    if (!(await insertEvaluation(transaction, added))) return { id, created: false }
    // What other pushes wait for comes last: each is one statement, and with the second the transaction ends.
    await countEvaluation(transaction, workspace, pushed, by.now)
    const { model, verdict, asOf } = pushed.verdict
    await appendAudit(transaction, workspace, {
      actor: by.actor,
      action: 'evaluation.pushed',
      subject: id,
      detail: { model, verdict, asOf },
      now: by.now,
    })
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

/** Until the transaction ends, other pushes of the model wait for its row, and those of the policy for the policy's. */
async function countEvaluation(
  transaction: Transaction,
  workspace: string,
  { verdict }: PushedEvaluation,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const counted = transaction
    .update(models)
    .set({
      evaluations: sql`${models.evaluations} + 1`,
      lastAt: sql`greatest(${models.lastAt}, ${at}::timestamptz)`,
      description: ifNewest(at, sql`${verdict.description}::text`, sql`${models.description}`),
      owners: ifNewest(at, sql`${JSON.stringify(verdict.owners)}::jsonb`, sql`${models.owners}`),
    })
    .where(and(eq(models.workspace, workspace), eq(models.name, verdict.model)))
    .returning({ workspace: models.workspace })
  // The policy is found by way of the model, so that every transaction locks the model first.
  await transaction.execute(sql`
    with counted as ${counted}
    update ${policies} set evaluations = ${policies.evaluations} + 1 from counted
    where ${policies.workspace} = counted.workspace and ${policies.sha256} = ${verdict.policySha256}
  `)
}

/** A push that comes late does not describe the model as it is now. */
function ifNewest(at: string, pushed: ReturnType<typeof sql>, kept: ReturnType<typeof sql>) {
  return sql`case when ${models.lastAt} <= ${at}::timestamptz then ${pushed} else ${kept} end`
}
