import type { Random } from '@sluice/stats'
import { changeOf, nearestPoint, type Point, positionOf } from './admissible-box.ts'
import { putBack } from './put-back.ts'
import type { Answer, RowSearch, Search } from './row-search.ts'
import { findStart } from './starting-points.ts'

/** Points of the first estimate of the gradient; the t-th takes √t times as many. Tables need fewer than images. */
const gradientPoints = 8

/** What is kept of a budget for bringing features back: enough to try each twice, at least this share, at most half. */
const leastKept = 0.3
const mostKept = 0.5

/**
 * HopSkipJump (Chen, Jordan & Wainwright 2020), Euclidean, on decisions alone. From any point with another decision: search
 * the boundary towards the row, estimate there by random points in which direction the other decision lies, jump that way,
 * and search the boundary again. Each point is brought into the box before it is scored, so the gradient is that of what
 * the model sees. What is left of the budget brings features back one by one.
 */
export function* hopSkipJump(search: RowSearch, random: Random, others: readonly Point[]): Search {
  yield* findStart(search, random, others)
  if (search.closest === null) return
  const kept = keptForPuttingBack(search)
  let at = yield* toBoundary(search, positionOf(search.box, search.closest))
  for (let t = 1; search.left > kept; t++) {
    const points = Math.min(Math.round(gradientPoints * Math.sqrt(t)), search.left - kept)
    const direction = yield* flipDirection(search, random, at, points)
    if (direction === null) continue
    const jumped = yield* jump(search, at, direction, t)
    if (jumped !== null) at = yield* toBoundary(search, jumped)
  }
  yield* putBack(search)
}

function keptForPuttingBack({ box, budget }: RowSearch): number {
  return Math.floor(Math.min(mostKept * budget, Math.max(leastKept * budget, 2 * box.origin.length)))
}

/** The part of the way from the row to the boundary that a search may be wrong by: the paper's θ. */
function tolerance(dimension: number): number {
  return Math.max(dimension ** -1.5, 1e-3)
}

/** The last position on the way back to the row that still flips. */
function* toBoundary(search: RowSearch, from: Float64Array): Generator<readonly Point[], Float64Array, Answer> {
  const own = positionOf(search.box, search.box.origin)
  const onTheWay = (part: number) => from.map((x, i) => own[i]! + part * (x - own[i]!))
  let low = 0
  let high = 1
  while (high - low > tolerance(own.length) && search.left > 0) {
    const middle = (low + high) / 2
    if (yield* search.flips(nearestPoint(search.box, onTheWay(middle)))) high = middle
    else low = middle
  }
  return onTheWay(high)
}

/** The direction in which the other decision lies, a unit vector; `null` where no point could move. */
function* flipDirection(
  search: RowSearch,
  random: Random,
  at: Float64Array,
  count: number,
): Generator<readonly Point[], Float64Array | null, Answer> {
  const { box } = search
  const radius = changeOf(box, nearestPoint(box, at)) * Math.sqrt(at.length) * tolerance(at.length)
  const points = Array.from({ length: count }, () => {
    const step = unit(at.map(() => random.normal()))
    return nearestPoint(
      box,
      at.map((x, i) => x + radius * (step?.[i] ?? 0)),
    )
  })
  const { flipped } = yield* search.ask(points)
  if (flipped.length === 0) return null
  const mean = flipped.reduce((sum, flip) => sum + flip, 0) / flipped.length
  const direction = new Float64Array(at.length)
  flipped.forEach((flip, b) => {
    // Where all agree there is no baseline to subtract: go where they all went, or away from there.
    const weight = mean === 0 ? -1 : mean === 1 ? 1 : flip - mean
    const position = positionOf(box, points[b]!)
    for (let i = 0; i < at.length; i++) direction[i]! += weight * (position[i]! - at[i]!)
  })
  return unit(direction)
}

/** A position beyond the boundary in a direction: first far, then half as far until it flips. `null` where nothing does. */
function* jump(
  search: RowSearch,
  at: Float64Array,
  direction: Float64Array,
  t: number,
): Generator<readonly Point[], Float64Array | null, Answer> {
  const { box } = search
  const distance = changeOf(box, nearestPoint(box, at))
  const smallest = distance * tolerance(at.length)
  for (let step = distance / Math.sqrt(t); step > smallest && search.left > 0; step /= 2) {
    const position = at.map((x, i) => x + step * direction[i]!)
    const point = nearestPoint(box, position)
    if (yield* search.flips(point)) return positionOf(box, point)
  }
  return null
}

function unit(vector: Float64Array): Float64Array | null {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((x) => x / length) : null
}
