/** Points in drawing order, with the threshold that each is at; `null` where nothing is selected. */
export interface Polyline {
  readonly x: number[]
  readonly y: number[]
  readonly threshold: (number | null)[]
}

/** Gathers points and, where there are too many to keep, drops those that stay close to their neighbours. */
export class PolylineBuilder implements Polyline {
  readonly x: number[] = []
  readonly y: number[] = []
  readonly threshold: (number | null)[] = []
  readonly #closeX: number
  readonly #closeY: number
  #last: readonly [number, number, number | null] | null = null
  #dropping = false

  /** Points closer than this to the last one kept, in both directions, are dropped; 0 keeps every point. */
  constructor(closeX: number, closeY: number) {
    this.#closeX = closeX
    this.#closeY = closeY
  }

  add(x: number, y: number, threshold: number | null): void {
    const kept = this.x.length - 1
    const close = kept >= 0 && Math.abs(x - this.x[kept]) < this.#closeX && Math.abs(y - this.y[kept]) < this.#closeY
    if (close) this.#dropping = true
    else {
      this.#keepLast()
      this.#keep(x, y, threshold)
    }
    this.#last = [x, y, threshold]
  }

  finish(): Polyline {
    this.#keepLast()
    return this
  }

  /** The last point before the curve leaves its surroundings: with it, what was dropped lies between two kept points. */
  #keepLast(): void {
    if (this.#dropping && this.#last !== null) this.#keep(...this.#last)
    this.#dropping = false
  }

  #keep(x: number, y: number, threshold: number | null): void {
    this.x.push(x)
    this.y.push(y)
    this.threshold.push(threshold)
  }
}

interface Segment {
  readonly from: number
  readonly to: number
  /** The point furthest from the straight line, and how far it is, vertically. */
  readonly worst: number
  readonly error: number
}

/**
 * Keeps the points that draw a polyline best: ends first, then again and again the point that is vertically furthest
 * from what is drawn so far (Douglas & Peucker 1973), so that corners come before anything else.
 *
 * @returns at most `points` points, and the largest vertical distance of a dropped one from the drawn line
 */
export function thinned(line: Polyline, points: number): { readonly line: Polyline; readonly error: number } {
  const last = line.x.length - 1
  if (line.x.length <= points) return { line, error: 0 }
  const segments: Segment[] = [segmentOf(line, 0, last)]
  while (segments.length < points - 1) {
    const index = largest(segments)
    const { from, to, worst, error } = segments[index]
    if (error === 0) break
    segments.splice(index, 1, segmentOf(line, from, worst), segmentOf(line, worst, to))
  }
  const kept = [...segments.map(({ from }) => from), last]
  return {
    line: {
      x: kept.map((i) => line.x[i]),
      y: kept.map((i) => line.y[i]),
      threshold: kept.map((i) => line.threshold[i]),
    },
    error: segments[largest(segments)].error,
  }
}

function segmentOf(line: Polyline, from: number, to: number): Segment {
  let worst = from
  let error = 0
  for (let i = from + 1; i < to; i++) {
    const distance = verticalDistance(line, from, to, i)
    if (distance <= error) continue
    worst = i
    error = distance
  }
  return { from, to, worst, error }
}

function verticalDistance({ x, y }: Polyline, from: number, to: number, point: number): number {
  const run = x[to] - x[from]
  if (run !== 0) return Math.abs(y[point] - (y[from] + ((x[point] - x[from]) / run) * (y[to] - y[from])))
  return Math.max(0, Math.min(y[from], y[to]) - y[point], y[point] - Math.max(y[from], y[to]))
}

function largest(segments: readonly Segment[]): number {
  return segments.reduce((best, { error }, index) => (error > segments[best].error ? index : best), 0)
}
