import type { AdmissibleBox, Point } from './admissible-box.ts'

/** How many rows a search may start from. */
const mostOthers = 2

/** The rows nearest to one that are decided otherwise: a search that starts there needs no luck to find a flip. */
export function nearestOthers(boxes: readonly AdmissibleBox[], decisions: Int32Array, row: number): Point[] {
  const nearest: { point: Point; distance: number }[] = []
  for (let other = 0; other < boxes.length; other++) {
    if (decisions[other]! < 0 || decisions[other] === decisions[row]) continue
    const distance = squaredDistance(boxes[row]!, boxes[other]!.origin)
    if (nearest.length === mostOthers && distance >= nearest[mostOthers - 1]!.distance) continue
    const place = nearest.findIndex((kept) => distance < kept.distance)
    nearest.splice(place === -1 ? nearest.length : place, 0, { point: boxes[other]!.origin, distance })
    nearest.length = Math.min(nearest.length, mostOthers)
  }
  return nearest.map(({ point }) => point)
}

/** In units, missing values left out. */
function squaredDistance({ space, origin }: AdmissibleBox, other: Point): number {
  let squares = 0
  for (let i = 0; i < origin.length; i++) {
    const feature = space.features[i]!
    const apart = feature.kind === 'category' ? Number(origin[i] !== other[i]) : (origin[i]! - other[i]!) / feature.unit
    if (!Number.isNaN(apart)) squares += apart * apart
  }
  return squares
}
