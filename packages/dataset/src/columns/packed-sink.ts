import type { ChunkColumn } from '../duckdb/chunk-column.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Sink } from './feed.ts'
import { sharedBytes } from './shared-bytes.ts'

/** Bits of a word. */
export interface WordField {
  readonly shift: number
  readonly bits: number
}

/** Fields that are counted together, by one table of all their combinations. */
const mostCountedBits = 16

/** Takes words of several codes each, and counts how often each code occurs in each field. */
export class PackedSink implements Sink {
  readonly #buffer: ColumnBuffer<Uint32Array>
  readonly #groups: readonly (WordField & { readonly fields: readonly WordField[]; readonly counts: Uint32Array })[]
  #words: Uint32Array | null = null
  /** @param fields one after the other, from the lowest bit on, of at most 16 bits each */
  constructor(rows: number | null, fields: readonly WordField[]) {
    this.#buffer = new ColumnBuffer((length) => new Uint32Array(sharedBytes(4 * length)), rows)
    this.#groups = grouped(fields).map((group) => {
      const bits = group.reduce((sum, field) => sum + field.bits, 0)
      return { shift: group[0].shift, bits, fields: group, counts: new Uint32Array(1 << bits) }
    })
  }

  append({ items }: ChunkColumn, offset: number, length: number): void {
    this.#buffer.reserve(offset + length)
    const words = items as Uint32Array
    this.#buffer.values.set(words, offset)
    for (const { shift, bits, counts } of this.#groups) countField(words, length, shift, (1 << bits) - 1, counts)
  }

  finish(rows: number): void {
    this.#words = this.#buffer.trimmed(rows)
  }

  words(): Uint32Array {
    return this.#words!
  }

  /** Rows of each code of a field. */
  counts({ shift, bits }: WordField): number[] {
    const group = this.#groups.find(({ fields }) => fields.some((field) => field.shift === shift))!
    const counts = new Array<number>(1 << bits).fill(0)
    for (let combination = 0; combination < group.counts.length; combination++) {
      counts[(combination >>> (shift - group.shift)) & (counts.length - 1)] += group.counts[combination]
    }
    return counts
  }
}

function grouped(fields: readonly WordField[]): WordField[][] {
  const groups: WordField[][] = []
  let bits = 0
  for (const field of fields) {
    bits += field.bits
    if (groups.length === 0 || bits > mostCountedBits) {
      groups.push([])
      bits = field.bits
    }
    groups.at(-1)!.push(field)
  }
  return groups
}

/** `mask` is to be an integer for the engine too, which `2 ** bits` is not: the loop would take ten times as long. */
function countField(words: Uint32Array, length: number, shift: number, mask: number, counts: Uint32Array): void {
  for (let i = 0; i < length; i++) counts[(words[i] >>> shift) & mask]++
}
