import { type ChunkColumn, isPresent } from '../duckdb/chunk-column.ts'
import { ColumnBuffer } from './column-buffer.ts'
import { sharedBytes } from './shared-bytes.ts'

/** The code of a missing value while coding; in one byte it is 255, because storing cuts it off. */
const missing = 65_535
/** As many codes as 16 bits hold beside `missing`. */
export const mostValues = 65_535
const mostByteValues = 255

/** Integers in this range are looked up in a table; every other value in a map. */
const directFrom = -32_768
const directLength = 294_912

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/**
 * Codes numbers densely in order of first appearance, one byte a row up to 255 distinct values and two up to 65 535.
 * Minus zero is zero; NaN and null are missing.
 */
export class ValueCoder {
  readonly values: (number | bigint)[] = []
  #bytes: ColumnBuffer<Uint8Array> | null
  #words: ColumnBuffer<Uint16Array> | null = null
  readonly #rows: number | null
  readonly #direct = new Uint16Array(directLength)
  readonly #map = new Map<number | bigint, number>()
  readonly #scratch = new Uint16Array(2048)
  #absent = 0
  constructor(rows: number | null) {
    this.#rows = rows
    this.#bytes = new ColumnBuffer((length) => new Uint8Array(sharedBytes(length)), rows)
  }

  /** Codes a chunk; false, with nothing stored, where it brings more distinct values than 16 bits hold. */
  append(column: ChunkColumn, offset: number, length: number): boolean {
    const { validity } = column
    if (offset === 0) this.#codeAscending(column, length)
    this.#code(column, length)
    if (this.values.length > mostValues) return false
    if (validity !== null || column.items instanceof Float64Array) this.#countAbsent(length)
    if (this.values.length > mostByteValues) this.#widen(offset)
    const buffer = this.#words ?? this.#bytes!
    buffer.reserve(offset + length)
    buffer.values.set(this.#scratch.subarray(0, length), offset)
    return true
  }

  /** The codes of the first `rows` rows, renumbered by `rank[code]`; missing rows get `missingCode`. Ends the coder. */
  ranked(rows: number, rank: Uint16Array, missingCode: number): { codes: Uint8Array | Uint16Array; missing: number } {
    const codes = this.#words === null ? this.#bytes!.trimmed(rows) : this.#words.trimmed(rows)
    if (this.#absent === 0 && rank.every((place, code) => place === code)) return { codes, missing: 0 }
    const absent = this.#words === null ? 255 : missing
    const final = new Uint16Array(65_536)
    final.set(rank)
    final[absent] = missingCode
    let count = 0
    for (let from = 0; from < rows; from += blockRows) {
      count += translateBlock(codes, final, absent, from, Math.min(from + blockRows, rows))
    }
    return { codes, missing: count }
  }

  /** The numbers behind the codes of the first `rows` rows, NaN where missing. */
  decoded(rows: number, into: Float64Array): void {
    const numbers = Float64Array.from(this.values, Number)
    const codes = this.#words?.values ?? this.#bytes!.values
    const absent = this.#words === null ? 255 : missing
    for (let i = 0; i < rows; i++) into[i] = codes[i] === absent ? Number.NaN : numbers[codes[i]]
  }

  #code({ items, validity }: ChunkColumn, length: number): void {
    if (items instanceof BigInt64Array) this.#codeIntegers(items, validity, length)
    else this.#codeNumbers(items as Float64Array, validity, length)
  }

  /**
   * Numbers the values of the first chunk in ascending order. Where no other value comes later, which is so for most
   * categories, the codes are final and need not be renumbered in another pass over all rows.
   */
  #codeAscending(column: ChunkColumn, length: number): void {
    this.#code(column, length)
    const found = [...this.values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    this.values.length = 0
    this.#map.clear()
    this.#direct.fill(0)
    for (const value of found) {
      const slot = Number(value) - directFrom
      const direct = Number.isInteger(value) && slot >= 0 && slot < directLength
      if (direct) this.#addDirect(value as number, slot)
      else this.#codeByMap(value)
    }
  }

  #countAbsent(length: number): void {
    for (let i = 0; i < length; i++) if (this.#scratch[i] === missing) this.#absent++
  }

  #codeNumbers(items: ArrayLike<number>, validity: Uint8Array | null, length: number): void {
    const direct = this.#direct
    const codes = this.#scratch
    for (let i = 0; i < length; i++) {
      if (!isPresent(validity, i)) {
        codes[i] = missing
        continue
      }
      const value = items[i]
      const slot = value - directFrom
      if ((value | 0) === value && slot >= 0 && slot < directLength) {
        codes[i] = direct[slot] === 0 ? this.#addDirect(value, slot) : direct[slot] - 1
      } else codes[i] = !Number.isNaN(value) ? this.#codeByMap(value) : missing
    }
  }

  /** The halves of an int64 tell whether it is small, without making a BigInt of each. */
  #codeIntegers(items: BigInt64Array, validity: Uint8Array | null, length: number): void {
    const halves = new Int32Array(items.buffer, items.byteOffset, 2 * length)
    const direct = this.#direct
    const codes = this.#scratch
    for (let i = 0; i < length; i++) {
      if (!isPresent(validity, i)) {
        codes[i] = missing
        continue
      }
      const low = halves[2 * i]
      const slot = low - directFrom
      if (halves[2 * i + 1] === low >> 31 && slot >= 0 && slot < directLength) {
        codes[i] = direct[slot] === 0 ? this.#addDirect(low, slot) : direct[slot] - 1
      } else {
        const value = items[i]
        const exact = value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n
        codes[i] = this.#codeByMap(exact ? Number(value) : value)
      }
    }
  }

  #addDirect(value: number, slot: number): number {
    const code = this.#add(value + 0)
    this.#direct[slot] = code + 1
    return code
  }

  #codeByMap(value: number | bigint): number {
    let code = this.#map.get(value)
    if (code === undefined) {
      code = this.#add(value)
      this.#map.set(value, code)
    }
    return code
  }

  #add(value: number | bigint): number {
    // Past the limit the chunk is thrown away; its codes only have to be numbers.
    if (this.values.length > mostValues) return 0
    return this.values.push(value) - 1
  }

  #widen(rows: number): void {
    if (this.#bytes === null) return
    const bytes = this.#bytes.values
    this.#words = new ColumnBuffer((length) => new Uint16Array(sharedBytes(2 * length)), this.#rows ?? rows)
    this.#words.reserve(rows)
    this.#words.values.set(bytes.subarray(0, rows))
    const words = this.#words.values
    for (let i = 0; i < rows; i++) if (words[i] === 255) words[i] = missing
    this.#bytes = null
  }
}

/** Replaces the codes of a block by those of a table, and counts the absent ones. */
function translateBlock(
  codes: Uint8Array | Uint16Array,
  table: Uint16Array,
  absent: number,
  from: number,
  to: number,
): number {
  let count = 0
  for (let i = from; i < to; i++) {
    const code = codes[i]
    if (code === absent) count++
    codes[i] = table[code]
  }
  return count
}
