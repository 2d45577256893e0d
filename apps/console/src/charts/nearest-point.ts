export interface Point {
  readonly x: number
  readonly y: number
}

/** The index of the point nearest to a place, all in pixels; the first of equally near ones, -1 without points. */
export function nearestPoint(points: readonly Point[], place: Point): number {
  let nearest = -1
  let least = Number.POSITIVE_INFINITY
  points.forEach(({ x, y }, index) => {
    const distance = (x - place.x) ** 2 + (y - place.y) ** 2
    if (distance < least) {
      least = distance
      nearest = index
    }
  })
  return nearest
}
