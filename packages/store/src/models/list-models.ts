import { and, asc, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { ask } from '../ask.ts'
import { keyCursor, type PageRequest, pageLimit, pageOf } from '../cursor.ts'
import { pushColumns, toSummary } from '../evaluations/summary.ts'
import type { ModelSummary, Page, TrendPoint } from '../records.ts'
import { evaluations, gateResults, models, pushes, waivers } from '../schema/index.ts'
import type { Database, Store } from '../store.ts'
import { latestEvaluation } from './latest-evaluation.ts'
import { type DatedWaiver, type HeldGate, waitingFor } from './waiting.ts'

export interface ModelRequest extends PageRequest {
  /** The day that waivers are held against, `2026-11-24`. */
  readonly today: string
}

/** How many pushes a trend shows. */
const trendLength = 20

/**
 * Models by name, each with its last evaluation, its trend and what waits for a person: one query.
 *
 * @throws StoreError `invalid_cursor`
 */
export async function listModels(store: Store, workspace: string, request: ModelRequest): Promise<Page<ModelSummary>> {
  const limit = pageLimit(request.limit)
  const after = keyCursor.read(request.cursor)
  const which = after === null ? undefined : gt(models.name, after)
  const rows = await modelRows(store, workspace, which, limit + 1)
  return pageOf(
    rows,
    limit,
    (row) => toModel(row, request.today),
    ({ model }) => keyCursor.write(model.name),
  )
}

/**
 * One model as the list shows it; `null` where nothing was pushed for it in this workspace.
 *
 * @param today the day that waivers are held against, `2026-11-24`
 */
export async function getModel(
  store: Store,
  workspace: string,
  { model, today }: { readonly model: string; readonly today: string },
): Promise<ModelSummary | null> {
  const [row] = await modelRows(store, workspace, eq(models.name, model), 1)
  return row === undefined ? null : toModel(row, today)
}

type ModelRow = Awaited<ReturnType<typeof modelRows>>[number]

function modelRows(store: Store, workspace: string, which: SQL | undefined, limit: number) {
  return ask(store, (database) => {
    const latest = latestEvaluation(database)
    const trend = trendOf(database)
    const held = heldGates(database, latest)
    const dated = datedWaivers(database, latest)
    return database
      .select({
        model: models,
        latest: latest._.selectedFields,
        trend: trend.points,
        held: held.gates,
        dated: dated.waivers,
      })
      .from(models)
      .innerJoinLateral(latest, sql`true`)
      .innerJoinLateral(trend, sql`true`)
      .innerJoinLateral(held, sql`true`)
      .innerJoinLateral(dated, sql`true`)
      .where(and(eq(models.workspace, workspace), which))
      .orderBy(asc(models.name))
      .limit(limit)
  })
}

function toModel({ model, latest, trend, held, dated }: ModelRow, today: string): ModelSummary {
  return {
    model: model.name,
    description: model.description,
    owners: model.owners,
    evaluations: model.evaluations,
    last: toSummary(latest),
    trend: trend.map((point) => ({ ...point, createdAt: new Date(point.createdAt).toISOString() })),
    waiting: waitingFor(held, dated, today),
  }
}

type Latest = ReturnType<typeof latestEvaluation>

function trendOf(database: Database) {
  const recent = database
    .select({ ...pushColumns, id: evaluations.id, verdict: pushes.verdict })
    .from(pushes)
    .innerJoin(evaluations, eq(evaluations.number, pushes.evaluation))
    .where(and(eq(pushes.workspace, models.workspace), eq(pushes.model, models.name)))
    .orderBy(desc(pushes.createdAt), desc(pushes.number))
    .limit(trendLength)
    .as('recent')
  const point = sql`json_build_object('id', ${recent.id}, 'push', ${recent.push}, 'verdict', ${recent.verdict}, 'createdAt', ${recent.createdAt})`
  const points = sql<TrendPoint[]>`coalesce(json_agg(${point} order by ${recent.createdAt}, ${recent.push}), '[]')`
  return database
    .select({ points: points.as('trend_points') })
    .from(recent)
    .as('trend')
}

function heldGates(database: Database, latest: Latest) {
  const { gate, status, slice, reason, position } = gateResults
  const object = sql`json_build_object('gate', ${gate}, 'status', ${status}, 'slice', ${slice}, 'reason', ${reason})`
  const gates = sql<HeldGate[]>`coalesce(json_agg(${object} order by ${position}), '[]')`
  return database
    .select({ gates: gates.as('held_gates') })
    .from(gateResults)
    .where(and(eq(gateResults.evaluation, latest.number), inArray(status, ['fail', 'inconclusive', 'error'])))
    .as('held')
}

function datedWaivers(database: Database, latest: Latest) {
  const { gate, slice, until, reason, position } = waivers
  const object = sql`json_build_object('gate', ${gate}, 'slice', ${slice}, 'until', ${until}, 'reason', ${reason})`
  const all = sql<DatedWaiver[]>`coalesce(json_agg(${object} order by ${position}), '[]')`
  return database
    .select({ waivers: all.as('dated_waivers') })
    .from(waivers)
    .where(eq(waivers.evaluation, latest.number))
    .as('dated')
}
