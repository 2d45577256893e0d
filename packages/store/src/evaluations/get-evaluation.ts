import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { ask } from '../ask.ts'
import type { EvaluationRecord } from '../records.ts'
import { evaluations } from '../schema/index.ts'
import type { Database, Store } from '../store.ts'
import { summaryColumns, toSummary } from './summary.ts'

/** `null` where this workspace has no such evaluation, whoever else has. */
export async function getEvaluation(store: Store, workspace: string, id: string): Promise<EvaluationRecord | null> {
  const [row] = await ask(store, (database) => {
    const previous = neighbour(database, 'previous')
    const next = neighbour(database, 'next')
    return database
      .select({
        ...summaryColumns,
        report: evaluations.report,
        datasets: evaluations.datasets,
        engine: evaluations.engine,
        previous: previous.id,
        next: next.id,
      })
      .from(evaluations)
      .leftJoinLateral(previous, sql`true`)
      .leftJoinLateral(next, sql`true`)
      .where(and(eq(evaluations.workspace, workspace), eq(evaluations.id, id)))
  })
  if (row === undefined) return null
  const { report, datasets, engine, previous, next } = row
  return { ...toSummary(row), report, datasets, engine, previous, next }
}

/** The same model's evaluation before or after the one that is read. */
function neighbour(database: Database, side: 'previous' | 'next') {
  const other = alias(evaluations, `${side}_evaluation`)
  const order = side === 'previous' ? desc : asc
  return database
    .select({ id: other.id })
    .from(other)
    .where(
      and(
        eq(other.workspace, evaluations.workspace),
        eq(other.model, evaluations.model),
        beyond(side, sql`(${other.createdAt}, ${other.id})`, sql`(${evaluations.createdAt}, ${evaluations.id})`),
      ),
    )
    .orderBy(order(other.createdAt), order(other.id))
    .limit(1)
    .as(side)
}

function beyond(side: 'previous' | 'next', other: SQL, here: SQL): SQL {
  return side === 'previous' ? sql`${other} < ${here}` : sql`${other} > ${here}`
}
