import { createRandom } from '@sluice/stats'
import { type Columns, rowCount } from '../columns/columns.ts'
import {
  decisionsOf,
  marginAgainst,
  noDecision,
  type ScoreRows,
  type Scores,
  scoreAll,
  scoresAt,
} from '../expectations/scores.ts'
import { robustAccuracy } from '../results/robust-accuracy.ts'
import { shareOf } from '../results/share.ts'
import { medianSmallestChange } from '../results/smallest-change.ts'
import { caseOf } from '../results/worst-cases.ts'
import { admissibleBox, reachOf, writePoints } from './admissible-box.ts'
import type { AttackMethod, AttackResult } from './attack-result.ts'
import { type FeatureRules, type FeatureSpace, featureSpace } from './feature-space.ts'
import { hopSkipJump } from './hop-skip-jump.ts'
import { nearestOthers } from './nearest-others.ts'
import { RowSearch } from './row-search.ts'
import { type Attacked, runSearches } from './run-searches.ts'
import { square } from './square.ts'

export interface AttackOptions {
  readonly method: AttackMethod
  /** The most points of one row that may be scored. The clean rows are scored once besides. */
  readonly queries: number
  readonly rules?: FeatureRules | undefined
  readonly seed: number | string
  /** Where a single score means class 1. Default 0.5. */
  readonly threshold?: number | undefined
  /** The right class of each row, for the robust accuracy. */
  readonly labels?: ArrayLike<number> | undefined
  /** One id a row, where rows depend on one another. */
  readonly clusters?: ArrayLike<number> | undefined
  /** Cases to keep. Default 10. */
  readonly keep?: number | undefined
}

/**
 * Looks, row by row, for a small admissible change that flips the model's decision. Equal seeds give equal results.
 *
 * @throws {RangeError} for rules that do not fit the columns, a budget that is not a whole number from 1, or a model that
 *   does not return one score (or one a class) for each row
 */
export async function attack(columns: Columns, score: ScoreRows, options: AttackOptions): Promise<AttackResult> {
  const rows = rowCount(columns)
  if (!(Number.isSafeInteger(options.queries) && options.queries >= 1)) {
    throw new RangeError(`The query budget is ${options.queries}; give a whole number from 1`)
  }
  const space = featureSpace(columns, options.rules ?? {})
  const scores = await scoreAll(score, columns, rows)
  const threshold = options.threshold ?? 0.5
  const decisions = decisionsOf(scores, threshold)
  const attacked = searchesOf(columns, space, scores, decisions, threshold, options)
  await runSearches(attacked, columns, space, score, threshold)
  return resultOf(columns, space, { scores, decisions, attacked }, options)
}

/** A search for each row that the model decides. */
function searchesOf(
  columns: Columns,
  space: FeatureSpace,
  scores: Scores,
  decisions: Int32Array,
  threshold: number,
  { method, queries, seed }: AttackOptions,
): Attacked[] {
  const boxes = Array.from(decisions, (_, row) => admissibleBox(space, columns, row))
  return boxes.flatMap((box, row) => {
    const decision = decisions[row]!
    if (decision === noDecision) return []
    const random = createRandom(`${seed} ${method} ${row}`)
    const search = new RowSearch(box, queries, marginAgainst(scores, row, decision, threshold))
    const steps =
      method === 'square' ? square(search, random) : hopSkipJump(search, random, nearestOthers(boxes, decisions, row))
    return [{ row, decision, search, steps }]
  })
}

interface Finished {
  readonly scores: Scores
  readonly decisions: Int32Array
  readonly attacked: readonly Attacked[]
}

function resultOf(columns: Columns, space: FeatureSpace, finished: Finished, options: AttackOptions): AttackResult {
  const { decisions, attacked } = finished
  const rows = decisions.length
  const changes = new Float64Array(rows).fill(Number.NaN)
  const [flipped, tried] = [new Float64Array(rows), new Float64Array(rows)]
  for (const { row, search } of attacked) {
    changes[row] = search.change
    tried[row] = 1
    flipped[row] = search.closest === null ? 0 : 1
  }
  const reaches = attacked.map(({ search }) => Math.min(search.change, reachOf(search.box)))
  const medianChange = medianSmallestChange(changes.filter((change) => !Number.isNaN(change)))
  const withstood = medianChange.undefinedBecause === 'not_attainable'
  const changed = closestPoints(columns, space, finished)
  return {
    method: options.method,
    queriesPerRow: options.queries,
    attacked: attacked.length,
    queries: {
      clean: rows,
      search: attacked.reduce((total, { search }) => total + search.used, 0),
      mostOfOneRow: attacked.reduce((most, { search }) => Math.max(most, search.used), 0),
    },
    successRate: shareOf({ hits: flipped, trials: tried, clusters: options.clusters }),
    robustAccuracy: robustAccuracy(decisions, [flipped], options.labels, options.clusters),
    medianChange,
    leastMedianChange: withstood ? medianSmallestChange(Float64Array.from(reaches)) : null,
    flipped,
    changes,
    columns: changed,
    worstCases: closestFlips(columns, changed, finished, options),
  }
}

function closestPoints(columns: Columns, space: FeatureSpace, { decisions, attacked }: Finished): Columns {
  const points = Array.from(decisions, (_, row) => ({ row, point: admissibleBox(space, columns, row).origin }))
  for (const { row, search } of attacked) {
    if (search.closest !== null) points[row] = { row, point: search.closest }
  }
  return writePoints(columns, space, points)
}

function closestFlips(
  columns: Columns,
  changed: Columns,
  { scores, attacked }: Finished,
  { method, keep = 10 }: AttackOptions,
) {
  return attacked
    .filter(({ search }) => search.closest !== null)
    .sort((a, b) => a.search.change - b.search.change || a.row - b.row)
    .slice(0, keep)
    .map(({ row, search }) => caseOf(method, row, columns, changed, scoresAt(scores, row), search.scores))
}
