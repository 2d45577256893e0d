import type { Random } from '@sluice/stats'
import { type AdmissibleBox, isFree, type Point } from './admissible-box.ts'
import { putBack } from './put-back.ts'
import type { RowSearch, Search } from './row-search.ts'

/** The share of the features that a first proposal changes. */
const firstShare = 0.8

/** Parts of the budget after which the share halves: the paper's 10, 50, 200, … of 10 000 queries. */
const halvings = [0.001, 0.005, 0.02, 0.1, 0.2, 0.4, 0.6, 0.8]

/**
 * A random search in the manner of the Square attack (Andriushchenko et al. 2020), on scores. It starts in a random corner of
 * the box; each proposal sends a random set of features (the square of a table) to random ends, and stays where the score
 * comes closer to another decision. After the first flip, what is left of the budget brings features back one by one.
 */
export function* square(search: RowSearch, random: Random): Search {
  const { box } = search
  const free = [...box.origin.keys()].filter((i) => isFree(box, i))
  if (free.length === 0) return
  let at = box.origin
  let margin = search.margin
  while (search.closest === null && search.left > 0) {
    const proposal =
      search.used === 0 ? corner(box, at, free, random) : corner(box, at, drawn(free, search, random), random)
    const answer = yield* search.ask([proposal])
    if (answer.margins[0]! > margin) {
      at = proposal
      margin = answer.margins[0]!
    }
  }
  yield* putBack(search)
}

function drawn(free: readonly number[], { used, budget }: RowSearch, random: Random): number[] {
  const part = firstShare / 2 ** halvings.filter((share) => used >= share * budget).length
  return random.shuffle([...free]).slice(0, Math.max(1, Math.round(part * free.length)))
}

/** A point with some features at a random end; of a category, at any of its values. */
function corner(box: AdmissibleBox, at: Point, features: readonly number[], random: Random): Point {
  const point = at.slice()
  for (const i of features) {
    const feature = box.space.features[i]!
    if (feature.kind === 'category') point[i] = random.integer(0, feature.cells.length - 1)
    else point[i] = random.uniform() < 0.5 ? box.lower[i]! : box.upper[i]!
  }
  return point
}
