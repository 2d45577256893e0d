import { LOGIT_CLIP, logistic, logit } from '../logistic/logit.ts'

/** Width of a cell at most, in logits: a hundredth of the way from its middle to 0 or 1, where logarithms end, to either side. */
const LOGIT_STEP = 0.02
/** Rows of a cell at most: what is cut off at the end of a run of cells is summed row by row. */
const MOST_ROWS = 512

/**
 * Cuts ascending probabilities into cells that are narrow for every function that is smooth between 0 and 1: cell c owns the
 * positions `starts[c]` to `starts[c + 1]`. Where logits are clipped they are level, so that these rows share cells.
 */
export function cutIntoCells(scores: Float64Array): Uint32Array {
  const rows = scores.length
  const starts: number[] = []
  for (let i = 0; i < rows; ) {
    starts.push(i)
    i = endOfCell(scores, i, edgeAbove(scores[i]))
  }
  starts.push(rows)
  return Uint32Array.from(starts)
}

/** The score from which on another cell begins. */
function edgeAbove(score: number): number {
  if (score <= LOGIT_CLIP) return nextAbove(LOGIT_CLIP)
  if (score >= 1 - LOGIT_CLIP) return Infinity
  const edge = logistic((Math.floor(logit(score) / LOGIT_STEP) + 1) * LOGIT_STEP)
  return edge > score ? edge : nextAbove(score)
}

function nextAbove(score: number): number {
  return score * (1 + Number.EPSILON)
}

/** The first position from `from` on whose score is at or above the edge, or that would be one row too many. */
function endOfCell(scores: Float64Array, from: number, edge: number): number {
  let high = Math.min(scores.length, from + MOST_ROWS)
  if (scores[high - 1] < edge) return high
  let low = from
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (scores[middle] < edge) low = middle
    else high = middle
  }
  return high
}
