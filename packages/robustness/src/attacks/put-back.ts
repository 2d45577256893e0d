import { moved, type Point, settled } from './admissible-box.ts'
import type { Answer, RowSearch } from './row-search.ts'

/** Halvings of the way back of one feature, after which its end is known to a hundredth of the way. */
const halvings = 6

/**
 * Brings the closest flip closer, feature by feature and the largest change first: all the way back to the row's own value
 * where the decision allows it, else as far as halving the way finds. On tables few features carry a flip, and trees do not
 * care how far beyond a split a value lies; both are what a search along gradients misses.
 */
export function* putBack(search: RowSearch): Generator<readonly Point[], void, Answer> {
  for (let before = Infinity; search.change < before && search.left > 0; ) {
    before = search.change
    yield* undo(search)
    yield* shorten(search)
  }
}

/** Gives features their own value again, one after another. */
function* undo(search: RowSearch): Generator<readonly Point[], void, Answer> {
  for (const i of byChange(search)) {
    const point = search.closest!.slice()
    point[i] = search.box.origin[i]!
    yield* search.flips(point)
  }
}

/** Halves the way of each number that is still away from its own value. */
function* shorten(search: RowSearch): Generator<readonly Point[], void, Answer> {
  const { box } = search
  for (const i of byChange(search)) {
    if (box.space.features[i]!.kind === 'category') continue
    let near = box.origin[i]!
    for (let step = 0; step < halvings && search.left > 0; step++) {
      const far = search.closest![i]!
      const point = search.closest!.slice()
      point[i] = settled(box, i, (near + far) / 2)
      if (point[i] === near || point[i] === far) break
      if (!(yield* search.flips(point))) near = point[i]!
    }
  }
}

/** The features that moved, the furthest first. */
function byChange({ box, closest }: RowSearch): number[] {
  if (closest === null) return []
  return [...closest.keys()]
    .filter((i) => moved(box, closest, i) > 0)
    .sort((a, b) => moved(box, closest, b) - moved(box, closest, a) || a - b)
}
