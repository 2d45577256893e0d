/** Below this many points a node is searched through. */
const leafSize = 12

/**
 * Points by place: a k-d tree over scaled coordinates that finds a point within a Manhattan distance, or the nearest one. Building takes
 * O(n log n); a search looks at the few leaves that the distance reaches.
 */
export class NeighbourIndex {
  readonly #points: Float64Array
  readonly #dimensions: number
  /** Row numbers in the order of the tree's leaves. */
  readonly #order: Uint32Array
  readonly #axes: number[] = []
  readonly #cuts: number[] = []
  readonly #root: Node

  /**
   * @param points row-major (`rows × dimensions`), finite
   * @param rows the rows to index
   */
  constructor(points: Float64Array, dimensions: number, rows: Uint32Array) {
    this.#points = points
    this.#dimensions = dimensions
    this.#order = rows.slice()
    this.#root = this.#build(0, rows.length)
  }

  /**
   * Some indexed row below `before` within `distance` (Σ |difference|) of a point; −1 where there is none.
   *
   * @param query holds the point from `offset` on
   */
  find(query: Float64Array, offset: number, distance: number, before: number): number {
    const beyond = new Float64Array(this.#dimensions)
    return this.#search(this.#root, { query, offset, distance, before, beyond }, 0)
  }

  /**
   * The distance (Σ |difference|) from a point to the nearest indexed row below `before`; Infinity where none is within
   * `distance`.
   *
   * @param except a row that does not count, such as the point itself; −1 for none
   */
  nearest(query: Float64Array, offset: number, { distance, before, except }: NearestOptions): number {
    const beyond = new Float64Array(this.#dimensions)
    const search = { query, offset, distance, before, except, beyond, found: Infinity }
    this.#approach(this.#root, search, 0)
    return search.found
  }

  #build(from: number, to: number): Node {
    const axis = to - from <= leafSize ? -1 : this.#widestAxis(from, to)
    if (axis < 0) return { from, to, least: this.#leastRow(from, to), split: -1, low: null, high: null }
    const part = this.#order.subarray(from, to)
    part.sort((a, b) => this.#points[a * this.#dimensions + axis] - this.#points[b * this.#dimensions + axis])
    const middle = (from + to) >> 1
    const split = this.#axes.push(axis) - 1
    this.#cuts.push(this.#points[this.#order[middle] * this.#dimensions + axis])
    const [low, high] = [this.#build(from, middle), this.#build(middle, to)]
    return { from, to, least: Math.min(low.least, high.least), split, low, high }
  }

  #leastRow(from: number, to: number): number {
    let least = Infinity
    for (let i = from; i < to; i++) least = Math.min(least, this.#order[i])
    return least
  }

  /** The axis along which the points are spread most; −1 where all are one point. */
  #widestAxis(from: number, to: number): number {
    let widest = -1
    let most = 0
    for (let axis = 0; axis < this.#dimensions; axis++) {
      let least = Infinity
      let greatest = -Infinity
      for (let i = from; i < to; i++) {
        const value = this.#points[this.#order[i] * this.#dimensions + axis]
        if (value < least) least = value
        if (value > greatest) greatest = value
      }
      if (greatest - least > most) {
        most = greatest - least
        widest = axis
      }
    }
    return widest
  }

  /** `away`: how far the query is from the node's box at least; `beyond` holds the part of each axis. */
  #search(node: Node, search: Search, away: number): number {
    if (node.least >= search.before) return -1
    if (node.low === null) return this.#look(node, search)
    const { query, offset, distance, beyond } = search
    const axis = this.#axes[node.split]
    const gap = query[offset + axis] - this.#cuts[node.split]
    const [near, far] = gap < 0 ? [node.low, node.high!] : [node.high!, node.low]
    const found = this.#search(near, search, away)
    if (found >= 0) return found
    const before = beyond[axis]
    const across = away - before + Math.max(before, Math.abs(gap))
    if (across > distance) return -1
    beyond[axis] = Math.max(before, Math.abs(gap))
    const other = this.#search(far, search, across)
    beyond[axis] = before
    return other
  }

  /** As `#search`, with a distance that shrinks to the nearest row so far. */
  #approach(node: Node, search: NearestSearch, away: number): void {
    if (node.least >= search.before || search.found === 0) return
    if (node.low === null) {
      this.#lookNearest(node, search)
      return
    }
    const { query, offset, beyond } = search
    const axis = this.#axes[node.split]
    const gap = query[offset + axis] - this.#cuts[node.split]
    const [near, far] = gap < 0 ? [node.low, node.high!] : [node.high!, node.low]
    this.#approach(near, search, away)
    const before = beyond[axis]
    const across = away - before + Math.max(before, Math.abs(gap))
    if (across > search.distance) return
    beyond[axis] = Math.max(before, Math.abs(gap))
    this.#approach(far, search, across)
    beyond[axis] = before
  }

  #lookNearest({ from, to }: Node, search: NearestSearch): void {
    const { query, offset, before, except } = search
    for (let i = from; i < to; i++) {
      const row = this.#order[i]
      if (row >= before || row === except) continue
      const start = row * this.#dimensions
      let sum = 0
      for (let axis = 0; axis < this.#dimensions && sum <= search.distance; axis++) {
        sum += Math.abs(query[offset + axis] - this.#points[start + axis])
      }
      if (sum <= search.distance) search.distance = search.found = sum
    }
  }

  #look({ from, to }: Node, { query, offset, distance, before }: Search): number {
    for (let i = from; i < to; i++) {
      const row = this.#order[i]
      if (row >= before) continue
      const start = row * this.#dimensions
      let sum = 0
      for (let axis = 0; axis < this.#dimensions && sum <= distance; axis++) {
        sum += Math.abs(query[offset + axis] - this.#points[start + axis])
      }
      if (sum <= distance) return row
    }
    return -1
  }
}

interface Node {
  readonly from: number
  readonly to: number
  /** The first of its rows. */
  readonly least: number
  /** Its place among the cuts; −1 for a leaf. */
  readonly split: number
  readonly low: Node | null
  readonly high: Node | null
}

interface Search {
  readonly query: Float64Array
  readonly offset: number
  readonly distance: number
  readonly before: number
  readonly beyond: Float64Array
}

export interface NearestOptions {
  readonly distance: number
  readonly before: number
  readonly except: number
}

interface NearestSearch {
  readonly query: Float64Array
  readonly offset: number
  distance: number
  found: number
  readonly before: number
  readonly except: number
  readonly beyond: Float64Array
}
