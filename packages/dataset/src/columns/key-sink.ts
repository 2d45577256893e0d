import { type ChunkColumn, isPresent } from '../duckdb/chunk-column.ts'
import type { CategoryColumn } from '../table.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'
import { sharedBytes } from './shared-bytes.ts'

const missing = 0xffff_ffff
const fullness = 0.7

/**
 * Codes 64-bit words (int64 values, or hashes of anything else) densely in order of first appearance: an open-addressing
 * table over their halves, because a Map holds no more than 2^24 keys and takes ten times the memory.
 */
export class KeySink implements Sink {
  readonly #buffer: ColumnBuffer<Uint32Array>
  #size = 1 << 12
  #low = new Uint32Array(this.#size)
  #high = new Uint32Array(this.#size)
  /** Code + 1; 0 marks a free slot. */
  #code = new Uint32Array(this.#size)
  #distinct = 0
  #missing = 0
  #codes: Uint32Array | null = null
  constructor(rows: number | null) {
    this.#buffer = new ColumnBuffer((length) => new Uint32Array(sharedBytes(4 * length)), rows)
  }

  append({ items, validity }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const codes = this.#buffer.values
    const halves = new Uint32Array(items.buffer, items.byteOffset, 2 * length)
    for (let i = 0; i < length; i++) {
      if (isPresent(validity, i)) codes[offset + i] = this.#codeOf(halves[2 * i], halves[2 * i + 1])
      else {
        codes[offset + i] = missing
        this.#missing++
      }
    }
  }

  finish(rows: number): void {
    this.#codes = this.#buffer.trimmed(rows)
    this.#low = this.#high = this.#code = new Uint32Array(0)
  }

  column(name: string): CategoryColumn {
    const codes = this.#codes!
    return {
      kind: 'category',
      name,
      codes,
      categories: [],
      missingCode: missing,
      missing: this.#missing,
      distinct: this.#distinct,
    }
  }

  #codeOf(low: number, high: number): number {
    let slot = this.#slotOf(low, high)
    if (this.#code[slot] === 0) {
      if (this.#distinct >= this.#size * fullness) {
        this.#grow()
        slot = this.#slotOf(low, high)
      }
      this.#low[slot] = low
      this.#high[slot] = high
      this.#code[slot] = ++this.#distinct
    }
    return this.#code[slot] - 1
  }

  #slotOf(low: number, high: number): number {
    const mask = this.#size - 1
    let mixed = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae35)
    let slot = (mixed ^ (mixed >>> 13)) & mask
    while (this.#code[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [lows, highs, codes] = [this.#low, this.#high, this.#code]
    this.#size *= 2
    this.#low = new Uint32Array(this.#size)
    this.#high = new Uint32Array(this.#size)
    this.#code = new Uint32Array(this.#size)
    for (let old = 0; old < codes.length; old++) {
      if (codes[old] === 0) continue
      const slot = this.#slotOf(lows[old], highs[old])
      this.#low[slot] = lows[old]
      this.#high[slot] = highs[old]
      this.#code[slot] = codes[old]
    }
  }
}
