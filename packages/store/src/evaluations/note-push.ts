import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { canonicalJson } from '../canonical-json.ts'
import { announced } from '../pushed-notices.ts'
import type { PushedEvaluation } from '../records.ts'
import { evaluations, pushes } from '../schema/index.ts'
import type { Transaction } from '../store.ts'

/** A push as its row says it. */
export interface NewPush {
  readonly workspace: string
  /** The evaluation's content hash. */
  readonly id: string
  readonly pushed: PushedEvaluation
  readonly actor: string
  readonly now: Date
}

/**
 * The insertion of a push, of an evaluation whose number the query `evaluation` gives; nothing where the same content came
 * from the same origin before: that push was sent again.
 */
export function pushOf({ workspace, pushed: { verdict, origin }, actor, now }: NewPush): SQL {
  const { model, verdict: status, policySha256 } = verdict
  const sent = canonicalJson(origin)
  const originSha256 = createHash('sha256').update(sent).digest()
  return sql`
    insert into ${pushes}
      (evaluation, workspace, model, verdict, policy_sha256, origin, origin_sha256, actor, created_at)
    select number, ${workspace}, ${model}, ${status}, ${policySha256}, ${sent}::jsonb, ${originSha256}::bytea, ${actor},
      ${now.toISOString()}::timestamptz
    from evaluation
    on conflict (evaluation, origin_sha256) do nothing returning number`
}

/**
 * Notes that an evaluation which is kept was pushed again: a model that goes back to an earlier state is in that state, and a
 * run that changed nothing ran. The evaluation is held meanwhile, so that retention waits.
 *
 * @returns `repeated` where that push was noted before, `gone` where the evaluation is not kept, or no more
 */
export async function notePush(transaction: Transaction, push: NewPush): Promise<'noted' | 'repeated' | 'gone'> {
  const { workspace, id } = push
  const { model, verdict } = push.pushed.verdict
  const { rows } = (await transaction.execute(sql`
    with evaluation as (
      select number from ${evaluations} where workspace = ${workspace} and id = ${id} for key share
    ),
    pushed as (${pushOf(push)})
    select exists (select from evaluation) as kept,
      (select count(${announced({ workspace, id, model, verdict })}::text) from pushed) as noted
  `)) as { rows: [{ kept: boolean; noted: string | number }] }
  if (!rows[0].kept) return 'gone'
  return Number(rows[0].noted) > 0 ? 'noted' : 'repeated'
}
