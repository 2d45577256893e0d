import type { Random } from '@sluice/stats'
import { type AdmissibleBox, isFree, nearestPoint, type Point, positionOf, settled } from './admissible-box.ts'
import type { Answer, RowSearch } from './row-search.ts'

/** Random points are asked for in groups, so that an easy row does not pay for a hard one. */
const groupSize = 10
const mostRandom = 100

/**
 * Looks for any point with another decision: first the nearest rows that have one, brought into the box (a constraint may
 * undo their flip), then random points of the box.
 *
 * @param others rows with another decision, as points of the same space
 */
export function* findStart(
  search: RowSearch,
  random: Random,
  others: readonly Point[],
): Generator<readonly Point[], void, Answer> {
  const nearest = others.map((other) => nearestPoint(search.box, positionOf(search.box, other)))
  yield* search.ask(nearest)
  for (let asked = 0; asked < mostRandom && search.closest === null && search.left > 0; asked += groupSize) {
    yield* search.ask(Array.from({ length: groupSize }, () => randomPoint(search.box, random)))
  }
}

/** A point drawn evenly from the box. */
export function randomPoint(box: AdmissibleBox, random: Random): Point {
  return box.origin.map((start, i) => {
    const u = random.uniform()
    if (!isFree(box, i)) return start
    const low = box.lower[i]!
    const high = box.upper[i]!
    const feature = box.space.features[i]!
    return feature.kind === 'category' ? Math.floor(u * feature.cells.length) : settled(box, i, low + u * (high - low))
  })
}
