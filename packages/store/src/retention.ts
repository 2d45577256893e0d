import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { askOnce } from './ask.ts'
import { appendAudit } from './audit/append-audit.ts'
import { evaluations, models, policies, pushes } from './schema/index.ts'
import type { Store, Transaction } from './store.ts'

export interface RetentionRule {
  /** Evaluations that were pushed in the last so many days stay. */
  readonly keepDays?: number | undefined
  /** The last so many evaluations of each model stay, by their last pushes. */
  readonly keepLast?: number | undefined
  readonly now: Date
}

export interface RetentionPace {
  /** Evaluations that one transaction deletes; default 500. */
  readonly atOnce?: number
  /** Called after each batch but the last. What it throws ends the work; what was deleted until then stays deleted. */
  readonly betweenBatches?: () => Promise<void>
}

/**
 * Deletes the evaluations that no rule keeps, with all their pushes: not pushed for `keepDays`, and not among a model's
 * `keepLast`. What a model was last pushed always stays, as do policies and the audit log; with neither rule everything does.
 * Works in batches, each with its row in the audit log, so that pushes wait for none of them long.
 */
export async function applyRetention(
  store: Store,
  workspace: string,
  rule: RetentionRule,
  { atOnce = 500, betweenBatches }: RetentionPace = {},
): Promise<{ deleted: number }> {
  if (rule.keepDays === undefined && rule.keepLast === undefined) return { deleted: 0 }
  let deleted = 0
  for (;;) {
    const { found, gone } = await askOnce(store, (transaction) => deleteBatch(transaction, workspace, rule, atOnce))
    deleted += gone
    if (found < atOnce) return { deleted }
    await betweenBatches?.()
  }
}

async function deleteBatch(
  transaction: Transaction,
  workspace: string,
  rule: RetentionRule,
  atOnce: number,
): Promise<{ found: number; gone: number }> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sluice.retention:${workspace}`}, 0))`)
  const found = await transaction
    .select({ number: evaluations.number })
    .from(evaluations)
    .where(inArray(evaluations.number, unkept(workspace, rule, sql`limit ${atOnce}`)))
    .orderBy(evaluations.number)
    .for('update')
  const doomed = await deletePushes(transaction, workspace, rule, found)
  if (doomed.length === 0) return { found: found.length, gone: 0 }
  const numbers = [...new Set(doomed.map(({ evaluation }) => evaluation))]
  await transaction.delete(evaluations).where(inArray(evaluations.number, numbers))
  await discount(transaction, workspace, doomed)
  const { keepDays = null, keepLast = null, now } = rule
  await appendAudit(transaction, workspace, {
    actor: 'sluice',
    action: 'retention.applied',
    subject: workspace,
    detail: { deleted: numbers.length, keepDays, keepLast },
    now,
  })
  return { found: found.length, gone: numbers.length }
}

/**
 * Deletes the pushes of those of the evaluations that no rule keeps *now*: one may have been pushed again until it was locked,
 * and is the model's last then. While they are locked none is.
 */
async function deletePushes(
  transaction: Transaction,
  workspace: string,
  rule: RetentionRule,
  locked: readonly { readonly number: number }[],
) {
  if (locked.length === 0) return []
  const numbers = locked.map(({ number }) => number)
  return transaction
    .delete(pushes)
    .where(and(inArray(pushes.evaluation, numbers), inArray(pushes.evaluation, unkept(workspace, rule, sql``))))
    .returning({ evaluation: pushes.evaluation, model: pushes.model, policy: pushes.policySha256 })
}

/** Models before policies before the log, as a push locks them. */
async function discount(
  transaction: Transaction,
  workspace: string,
  doomed: readonly { readonly model: string; readonly policy: string }[],
): Promise<void> {
  for (const [model, count] of countBy(doomed.map((row) => row.model))) {
    await transaction
      .update(models)
      .set({ evaluations: sql`${models.evaluations} - ${count}` })
      .where(and(eq(models.workspace, workspace), eq(models.name, model)))
  }
  for (const [sha256, count] of countBy(doomed.map((row) => row.policy))) {
    await transaction
      .update(policies)
      .set({ evaluations: sql`${policies.evaluations} - ${count}` })
      .where(and(eq(policies.workspace, workspace), eq(policies.sha256, sha256)))
  }
}

/** The numbers of the evaluations that no rule keeps, those whose last push is the oldest first. */
function unkept(workspace: string, { keepDays, keepLast, now }: RetentionRule, limit: SQL): SQL {
  const { evaluation, model, createdAt, number } = pushes
  const before = keepDays === undefined ? null : new Date(now.getTime() - keepDays * 86_400_000).toISOString()
  return sql`(
    select ranked.evaluation from (
      select last.evaluation, last.created_at,
        row_number() over (partition by last.model order by last.created_at desc, last.number desc) as place
      from (
        select distinct on (${evaluation}) ${evaluation} as evaluation, ${model} as model,
          ${createdAt} as created_at, ${number} as number
        from ${pushes} where ${pushes.workspace} = ${workspace}
        order by ${evaluation}, ${createdAt} desc, ${number} desc
      ) as last
    ) as ranked
    where ranked.place > ${Math.max(keepLast ?? 1, 1)}
    ${before === null ? sql`` : sql`and ranked.created_at < ${before}::timestamptz`}
    order by ranked.created_at ${limit}
  )`
}

/** In a fixed order, so that two transactions lock rows alike. */
function countBy(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
