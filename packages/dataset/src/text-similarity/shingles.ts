import { mix } from '@sluice/stats'

/** How a text is cut into overlapping pieces: every run of so many characters, or of so many words. */
export interface Shingling {
  readonly of: 'characters' | 'words'
  /** Characters or words of a shingle, from 1. */
  readonly length: number
}

/** Lengths that suit texts from a sentence to a page. */
export const defaultShingleLength = { characters: 5, words: 3 } as const

/** What letter case, width, ligatures and white space make different is one text. */
export function normalText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
}

/**
 * Cuts texts into sets of shingles (Broder 1997), each shingle as a hash of 53 bits: among the shingles of two texts of 1 000
 * characters two different ones are taken for one with probability 2e-10. A text that is shorter than a shingle is one
 * shingle; a missing text is one that no text has, so that missing is like missing and like nothing else.
 */
export class Shingler {
  readonly #shingling: Shingling
  #low = new Uint32Array(1024)
  #high = new Uint32Array(1024)
  #hashes = new Float64Array(1024)
  constructor(shingling: Shingling) {
    this.#shingling = shingling
  }

  /**
   * The distinct shingles in ascending order.
   *
   * @param column keeps the shingles of several columns apart
   */
  shinglesOf(text: string | null, column: number): Float64Array {
    if (text === null) return Float64Array.of(-1 - column)
    const normal = normalText(text)
    const units = this.#shingling.of === 'words' ? this.#words(normal) : this.#characters(normal)
    const length = Math.min(this.#shingling.length, units)
    const count = units - length + 1
    for (let from = 0; from < count; from++) {
      const high = hashUnits(this.#high, from, length, 0x2545f491 + column)
      this.#hashes[from] = (high >>> 11) * 2 ** 32 + hashUnits(this.#low, from, length, 0x9e3779b9 ^ column)
    }
    return distinct(this.#hashes.subarray(0, count).sort()).slice()
  }

  #characters(text: string): number {
    this.#reserve(text.length)
    let units = 0
    for (let i = 0; i < text.length; i++) {
      const point = text.codePointAt(i)!
      if (point > 0xffff) i++
      this.#low[units] = this.#high[units++] = point
    }
    return units
  }

  #words(text: string): number {
    const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
    this.#reserve(words.length)
    words.forEach((word, i) => {
      const units = Uint32Array.from({ length: word.length }, (_, c) => word.charCodeAt(c))
      this.#low[i] = hashUnits(units, 0, units.length, 1)
      this.#high[i] = hashUnits(units, 0, units.length, 2)
    })
    return words.length
  }

  /** Room for so many units, and for the one shingle of none. */
  #reserve(units: number): void {
    if (units < this.#low.length) return
    const length = 2 * units
    this.#low = new Uint32Array(length)
    this.#high = new Uint32Array(length)
    this.#hashes = new Float64Array(length)
  }
}

/** MurmurHash3 (32 bit) of some units. */
function hashUnits(units: Uint32Array, from: number, length: number, seed: number): number {
  let hash = seed | 0
  for (let i = from; i < from + length; i++) {
    let unit = Math.imul(units[i], 0xcc9e2d51)
    unit = Math.imul((unit << 15) | (unit >>> 17), 0x1b873593)
    hash ^= unit
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  return mix(hash ^ (4 * length))
}

/** Closes the gaps that repeated values leave, in place. */
function distinct(sorted: Float64Array): Float64Array {
  let kept = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i]
  return sorted.subarray(0, kept)
}
