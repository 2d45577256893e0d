import type { Columns } from '../columns/columns.ts'
import {
  decisionsOf,
  marginAgainst,
  noDecision,
  type ScoreRows,
  type Scores,
  scoreAll,
  scoresAt,
} from '../expectations/scores.ts'
import { type Point, writePoints } from './admissible-box.ts'
import type { FeatureSpace } from './feature-space.ts'
import type { Answer, RowSearch, Search } from './row-search.ts'

/** One row under attack. */
export interface Attacked {
  readonly row: number
  /** The model's decision for the row as it is. */
  readonly decision: number
  readonly search: RowSearch
  readonly steps: Search
}

/** Calls hold about this many points, so that memory does not grow with the number of rows. */
const pointsPerCall = 65_536

/**
 * Runs the searches of all rows side by side: what they ask next is scored together, in few calls, until none asks any
 * more.
 */
export async function runSearches(
  attacked: readonly Attacked[],
  columns: Columns,
  space: FeatureSpace,
  score: ScoreRows,
  threshold: number,
): Promise<void> {
  const first = attacked.map((one) => ({ one, points: pointsOf(one.steps.next()) }))
  let open = first.filter(({ points }) => points.length > 0)
  while (open.length > 0) {
    const next: typeof open = []
    for (const group of groups(open)) {
      const asked = group.flatMap(({ one, points }) => points.map((point) => ({ row: one.row, point })))
      const scores = await scoreAll(score, writePoints(columns, space, asked), asked.length)
      const decisions = decisionsOf(scores, threshold)
      let from = 0
      for (const { one, points } of group) {
        const answer = answerOf({ scores, decisions, threshold }, from, points.length, one.decision)
        const more = pointsOf(one.steps.next(answer))
        if (more.length > 0) next.push({ one, points: more })
        from += points.length
      }
    }
    open = next
  }
}

/** What the model said of the points that one row asked for. */
function answerOf(
  said: { readonly scores: Scores; readonly decisions: Int32Array; readonly threshold: number },
  start: number,
  count: number,
  own: number,
): Answer {
  const decisions = said.decisions.subarray(start, start + count)
  return {
    flipped: Uint8Array.from(decisions, (decision) => (decision !== noDecision && decision !== own ? 1 : 0)),
    margins: Float64Array.from(decisions, (_, i) => marginAgainst(said.scores, start + i, own, said.threshold)),
    scoresOf: (i) => scoresAt(said.scores, start + i),
  }
}

function pointsOf(step: IteratorResult<readonly Point[], void>): readonly Point[] {
  return step.done ? [] : step.value
}

function groups<T extends { readonly points: readonly Point[] }>(open: readonly T[]): T[][] {
  const parts: T[][] = []
  let size = Infinity
  for (const one of open) {
    if (size >= pointsPerCall) {
      parts.push([])
      size = 0
    }
    parts[parts.length - 1]!.push(one)
    size += one.points.length
  }
  return parts
}
