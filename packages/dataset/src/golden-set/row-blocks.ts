import { type NearestOptions, NeighbourIndex } from './neighbour-index.ts'
import type { NumberedRows } from './numbered-rows.ts'
import type { ComparedFeature, FeatureRows } from './shared-features.ts'

/** The rows of a table as they are compared: a block of what must agree whole, and a place among the numbers. */
export interface PlacedRows {
  readonly blocks: Uint32Array
  /** Scaled numbers, row-major. */
  readonly points: Float64Array
  readonly dimensions: number
}

/** Categories, which values are missing, and infinite numbers: what near rows have the same. */
export function blockKey({ columns }: FeatureRows, features: readonly ComparedFeature[], compared: readonly number[]) {
  return (row: number): string => {
    let key = ''
    for (const f of compared) {
      const value = columns[f][row]
      if (features[f].kind === 'category' || !Number.isFinite(value)) key += `${f}:${value};`
    }
    return key
  }
}

/** Scales the numbers; a value that is no finite number is settled by the row's block and counts nothing here. */
export function placedRows(
  { rows, columns }: FeatureRows,
  { numbers: blocks }: NumberedRows,
  numbers: readonly number[],
  scales: Float64Array,
): PlacedRows {
  const points = new Float64Array(rows * numbers.length)
  numbers.forEach((f, axis) => {
    const column = columns[f]
    for (let row = 0; row < rows; row++) {
      if (Number.isFinite(column[row])) points[row * numbers.length + axis] = column[row] / scales[f]
    }
  })
  return { blocks, points, dimensions: numbers.length }
}

/** Some rows of a table by block, each block searched by place; an index is built when it is first asked. */
export class RowBlocks {
  readonly #rows: PlacedRows
  readonly #members = new Map<number, number[]>()
  readonly #indexes = new Map<number, NeighbourIndex>()
  constructor(rows: PlacedRows, members: Uint32Array) {
    this.#rows = rows
    for (const row of members) {
      const block = this.#members.get(rows.blocks[row])
      if (block === undefined) this.#members.set(rows.blocks[row], [row])
      else block.push(row)
    }
  }

  /** Whether a row before `before` is in the same block as a row of another table, and within `distance` (Σ |difference|) of it. */
  has({ blocks, points, dimensions }: PlacedRows, row: number, distance: number, before: number): boolean {
    const index = this.#indexOf(blocks[row])
    return index !== null && index.find(points, row * dimensions, distance, before) >= 0
  }

  /** The distance (Σ |difference|) of a row of another table to the nearest row of its block; Infinity where none is within reach. */
  nearest({ blocks, points, dimensions }: PlacedRows, row: number, options: NearestOptions): number {
    return this.#indexOf(blocks[row])?.nearest(points, row * dimensions, options) ?? Infinity
  }

  #indexOf(block: number): NeighbourIndex | null {
    const members = this.#members.get(block)
    if (members === undefined) return null
    let index = this.#indexes.get(block)
    if (index === undefined) {
      index = new NeighbourIndex(this.#rows.points, this.#rows.dimensions, Uint32Array.from(members))
      this.#indexes.set(block, index)
    }
    return index
  }
}
