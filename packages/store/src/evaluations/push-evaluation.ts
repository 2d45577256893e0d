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
import { type NewPush, notePush } from './note-push.ts'
import { packJson } from './packed-json.ts'

/** Who pushes, and when. */
export interface PushedBy {
  readonly actor: string
  readonly now: Date
}

/** What became of a push. */
export interface PushOutcome {
  /** The content hash that the evaluation is kept under. */
  readonly id: string
  /** False where it was kept before. */
  readonly created: boolean
  /** False where this very push was noted before: it was sent again. */
  readonly noted: boolean
}

/**
 * Keeps an evaluation with all that belongs to it, and that it was pushed, in one transaction. The same content is kept once:
 * pushed again, also at the same time, `created` is false. From another origin that push is noted, and is the model's last
 * one; from the same origin it is the push that was sent before, and changes nothing.
 *
 * @throws StoreError `conflict` where the policy's texts do not have the hash that the verdict names, `not_found` where
 * there is no such workspace, `unavailable`, `storage_full`
 */
export async function pushEvaluation(
  store: Store,
  workspace: string,
  pushed: PushedEvaluation,
  by: PushedBy,
): Promise<PushOutcome> {
  requireJudgedPolicy(pushed)
  // Written out once, to be hashed and to be kept: most of a push is curves.
  const drawn = new CanonicalText(pushed.evidence.curves)
  // Packed by other threads while this one hashes, and before the transaction, which other pushes wait for.
  const packedCurves = packJson(drawn.text)
  const packedRest = packJson(JSON.stringify({ ...pushed.evidence, curves: [] }))
  const id = evaluationId(pushed, drawn)
  const push: NewPush = { workspace, id, pushed, actor: by.actor, now: by.now }
  const again = (await isKept(store, workspace, id)) ? await pushAgain(store, push) : null
  if (again !== null) return again
  const [curves, evidence] = await Promise.all([packedCurves, packedRest])
  const created = await askOnce(store, async (transaction) => {
    if (!(await insertEvaluation(transaction, { ...push, evidence, curves }))) return false
    await countPush(transaction, push, {})
    return true
  })
  if (created) return { id, created, noted: true }
  // Another push of the same content was first. Where retention has deleted it since, this one brings it again.
  return (await pushAgain(store, push)) ?? pushEvaluation(store, workspace, pushed, by)
}

/** Notes a push of what is kept; `null` where it is kept no more. */
function pushAgain(store: Store, push: NewPush): Promise<PushOutcome | null> {
  return askOnce(store, async (transaction) => {
    const outcome = await notePush(transaction, push)
    if (outcome === 'gone') return null
    if (outcome === 'noted') await countPush(transaction, push, { again: true })
    return { id: push.id, created: false, noted: outcome === 'noted' }
  })
}

/** What other pushes wait for comes last: each is one statement, and with the second the transaction ends. */
async function countPush(
  transaction: Transaction,
  { workspace, id, pushed, actor, now }: NewPush,
  more: { readonly again?: true },
): Promise<void> {
  await countEvaluation(transaction, workspace, pushed, now)
  const { model, verdict, asOf } = pushed.verdict
  const detail = { model, verdict, asOf, ...pushed.origin, ...more }
  await appendAudit(transaction, workspace, { actor, action: 'evaluation.pushed', subject: id, detail, now })
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
    update ${policies} set evaluations = ${policies.evaluations} + 1,
      last_at = greatest(${policies.lastAt}, ${at}::timestamptz) from counted
    where ${policies.workspace} = counted.workspace and ${policies.sha256} = ${verdict.policySha256}
  `)
}

/** A push that comes late does not describe the model as it is now. */
function ifNewest(at: string, pushed: ReturnType<typeof sql>, kept: ReturnType<typeof sql>) {
  return sql`case when ${models.lastAt} <= ${at}::timestamptz then ${pushed} else ${kept} end`
}
