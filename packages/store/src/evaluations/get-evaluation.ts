import { and, asc, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { ask } from '../ask.ts'
import type { EvaluationRecord } from '../records.ts'
import { evaluations, pushes } from '../schema/index.ts'
import type { Database, Store } from '../store.ts'
import { judgedColumns, pushColumns, toSummary } from './summary.ts'

/** How many of its pushes an evaluation shows. */
const mostPushes = 20

/**
 * An evaluation as it was last pushed, between those that were pushed before and after that.
 *
 * @returns `null` where this workspace has no such evaluation, whoever else has
 */
export async function getEvaluation(store: Store, workspace: string, id: string): Promise<EvaluationRecord | null> {
  const [row] = await ask(store, (database) => {
    const last = lastPush(database)
    const previous = neighbour(database, last, 'previous')
    const next = neighbour(database, last, 'next')
    const history = historyOf(database)
    return database
      .select({
        ...judgedColumns,
        push: last.push,
        origin: last.origin,
        createdAt: last.createdAt,
        report: evaluations.report,
        datasets: evaluations.datasets,
        engine: evaluations.engine,
        previous: previous.id,
        next: next.id,
        pushes: history.pushes,
      })
      .from(evaluations)
      .innerJoinLateral(last, sql`true`)
      .innerJoinLateral(history, sql`true`)
      .leftJoinLateral(previous, sql`true`)
      .leftJoinLateral(next, sql`true`)
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id)))
  })
  if (row === undefined) return null
  const { report, datasets, engine, previous, next } = row
  const history = row.pushes.map((one) => ({ ...one, createdAt: new Date(one.createdAt).toISOString() }))
  return { ...toSummary(row), report, datasets, engine, previous, next, pushes: history }
}

function lastPush(database: Database) {
  return database
    .select(pushColumns)
    .from(pushes)
    .where(eq(pushes.evaluation, evaluations.number))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(1)
    .as('last')
}

function historyOf(database: Database) {
  const recent = database
    .select({ ...pushColumns, actor: pushes.actor })
    .from(pushes)
    .where(eq(pushes.evaluation, evaluations.number))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(mostPushes)
    .as('recent')
  const one = sql`json_build_object('push', ${recent.push}, 'origin', ${recent.origin}, 'actor', ${recent.actor}, 'createdAt', ${recent.createdAt})`
  const all = sql<EvaluationRecord['pushes']>`json_agg(${one} order by ${recent.createdAt} desc, ${recent.push} desc)`
  return database
    .select({ pushes: all.as('pushes') })
    .from(recent)
    .as('history')
}

/** The same model's evaluation before or after the one that is read, which may itself have come several times in a row. */
function neighbour(database: Database, last: ReturnType<typeof lastPush>, side: 'previous' | 'next') {
  const other = alias(pushes, `${side}_push`)
  const content = alias(evaluations, `${side}_evaluation`)
  const order = side === 'previous' ? desc : asc
  return database
    .select({ id: content.id })
    .from(other)
    .innerJoin(content, eq(content.number, other.evaluation))
    .where(
      and(
        eq(other.workspace, evaluations.workspace),
        eq(other.model, evaluations.model),
        ne(other.evaluation, evaluations.number),
        beyond(side, sql`(${other.createdAt}, ${other.number})`, sql`(${last.createdAt}, ${last.push})`),
      ),
    )
    .orderBy(order(other.createdAt), order(other.number))
    .limit(1)
    .as(side)
}

function beyond(side: 'previous' | 'next', other: SQL, here: SQL): SQL {
  return side === 'previous' ? sql`${other} < ${here}` : sql`${other} > ${here}`
}
