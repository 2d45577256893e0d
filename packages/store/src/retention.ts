import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { askOnce } from './ask.ts'
import { appendAudit } from './audit/append-audit.ts'
import { evaluations, models, policies } from './schema/index.ts'
import type { Store, Transaction } from './store.ts'

export interface RetentionRule {
  /** Evaluations of the last so many days stay. */
  readonly keepDays?: number | undefined
  /** The last so many evaluations of each model stay. */
  readonly keepLast?: number | undefined
  readonly now: Date
}

const evaluationsAtOnce = 500

/**
 * Deletes the evaluations that no rule keeps: older than `keepDays` and not among a model's `keepLast`. A model's last
 * evaluation always stays, as do policies and the audit log; with neither rule everything does. Works in batches, each
 * with its row in the audit log, so that pushes wait for none of them long.
 */
export async function applyRetention(
  store: Store,
  workspace: string,
  rule: RetentionRule,
): Promise<{ deleted: number }> {
  if (rule.keepDays === undefined && rule.keepLast === undefined) return { deleted: 0 }
  let deleted = 0
  for (;;) {
    const gone = await askOnce(store, (transaction) => deleteBatch(transaction, workspace, rule))
    deleted += gone
    if (gone < evaluationsAtOnce) return { deleted }
  }
}

async function deleteBatch(transaction: Transaction, workspace: string, rule: RetentionRule): Promise<number> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sluice.retention:${workspace}`}, 0))`)
  const doomed = await transaction
    .delete(evaluations)
    .where(inArray(evaluations.number, unkept(workspace, rule)))
    .returning({ model: evaluations.model, policy: evaluations.policySha256 })
  if (doomed.length === 0) return 0
  // Models before policies before the log, as a push locks them.
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
  const { keepDays = null, keepLast = null, now } = rule
  await appendAudit(transaction, workspace, {
    actor: 'sluice',
    action: 'retention.applied',
    subject: workspace,
    detail: { deleted: doomed.length, keepDays, keepLast },
    now,
  })
  return doomed.length
}

/** The numbers of the oldest evaluations that no rule keeps. */
function unkept(workspace: string, { keepDays, keepLast, now }: RetentionRule): SQL {
  const { number, model, createdAt, id } = evaluations
  const newestFirst = sql`partition by ${model} order by ${createdAt} desc, ${id} desc`
  const before = keepDays === undefined ? null : new Date(now.getTime() - keepDays * 86_400_000).toISOString()
  return sql`(
    select ranked.number from (
      select ${number} as number, ${createdAt} as created_at, row_number() over (${newestFirst}) as place
      from ${evaluations} where ${evaluations.workspace} = ${workspace}
    ) as ranked
    where ranked.place > ${Math.max(keepLast ?? 1, 1)}
    ${before === null ? sql`` : sql`and ranked.created_at < ${before}::timestamptz`}
    order by ranked.created_at limit ${evaluationsAtOnce}
  )`
}

/** In a fixed order, so that two transactions lock rows alike. */
function countBy(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
