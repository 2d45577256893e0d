import type { Seed } from '@sluice/stats'
import { type BandPlan, planBands } from './band-plan.ts'
import { areSimilar } from './jaccard.ts'
import { MinHash } from './min-hash.ts'
import { ShingleSets } from './shingle-sets.ts'
import { Shingler, type Shingling } from './shingles.ts'

export interface TextIndexOptions {
  readonly shingling: Shingling
  /** Texts are similar from this Jaccard similarity of their shingles on: from 0.05 to 1. */
  readonly similarity: number
  readonly seed: Seed
}

/** The texts of one row, one a column; `null` where missing. */
export type Texts = readonly (string | null)[]

/** What `#met` holds of a row that need not be found any more. */
const settled = 0xffff_ffff

/**
 * Finds similar rows of texts without comparing all pairs: MinHash signatures cut into bands bring candidates
 * (locality-sensitive hashing: Leskovec, Rajaraman & Ullman 2020, sections 3.2 to 3.4), and their shingles decide. So what is
 * found is similar; of what is similar, `leastRecall` is found at least, and all that has the same shingles. Rows are similar
 * where their texts are, column by column: then all their shingles together are so too, and are what is hashed.
 *
 * Only what is indexed is kept; what is looked up passes by. So index the smaller table.
 */
export class TextIndex {
  readonly #similarity: number
  readonly #plan: BandPlan
  readonly #shingler: Shingler
  readonly #minHash: MinHash
  readonly #sets: ShingleSets
  /** The hash of each band of each row, row-major, as `#next`. */
  readonly #hashes: Uint32Array
  /** Chains of rows by band and hash: where each begins, and what follows each row in it; −1 ends them. */
  readonly #first: Int32Array
  readonly #next: Int32Array
  readonly #chains: number
  /** The look-up that last met a row, so that one in many bands is compared once. */
  readonly #met: Uint32Array
  #lookUps = 0

  /** @param rows every one of as many texts */
  constructor(rows: readonly Texts[], { shingling, similarity, seed }: TextIndexOptions) {
    this.#similarity = similarity
    this.#plan = planBands(similarity)
    this.#shingler = new Shingler(shingling)
    const { bands } = this.#plan
    this.#minHash = new MinHash(this.#plan, seed)
    this.#sets = new ShingleSets(rows[0]?.length ?? 0)
    this.#hashes = new Uint32Array(rows.length * bands)
    this.#next = new Int32Array(rows.length * bands)
    this.#chains = 2 ** Math.ceil(Math.log2(2 * rows.length + 1))
    this.#first = new Int32Array(bands * this.#chains).fill(-1)
    this.#met = new Uint32Array(rows.length)
    for (let row = 0; row < rows.length; row++) this.#insert(row, rows[row])
  }

  /**
   * Visits each indexed row that is found to be similar once.
   *
   * @param visit is given a row's place, and returns true where that row need not be found again by later look-ups
   */
  forEachSimilar(texts: Texts, visit: (row: number) => boolean): void {
    const shingles = this.#shinglesOf(texts)
    const hashes = this.#minHash.bandsOf(shingles)
    const lookUp = ++this.#lookUps
    const { bands } = this.#plan
    const met = this.#met
    for (let band = 0; band < bands; band++) {
      const chain = this.#chainOf(band, hashes[band])
      let before = -1
      for (let row = this.#first[chain]; row >= 0; ) {
        const place = row * bands + band
        if (this.#hashes[place] === hashes[band] && met[row] !== lookUp && met[row] !== settled) {
          met[row] = this.#isSimilar(shingles, row) && visit(row) ? settled : lookUp
        }
        // A settled row leaves the chain, which later look-ups then need not walk.
        if (met[row] !== settled) before = row
        else if (before < 0) this.#first[chain] = this.#next[place]
        else this.#next[before * bands + band] = this.#next[place]
        row = this.#next[place]
      }
    }
  }

  #insert(row: number, texts: Texts): void {
    const shingles = this.#shinglesOf(texts)
    for (const set of shingles) this.#sets.push(set)
    const hashes = this.#minHash.bandsOf(shingles)
    const { bands } = this.#plan
    for (let band = 0; band < bands; band++) {
      const chain = this.#chainOf(band, hashes[band])
      this.#hashes[row * bands + band] = hashes[band]
      this.#next[row * bands + band] = this.#first[chain]
      this.#first[chain] = row
    }
  }

  #shinglesOf(texts: Texts): Float64Array[] {
    return texts.map((text, column) => this.#shingler.shinglesOf(text, column))
  }

  #chainOf(band: number, hash: number): number {
    return band * this.#chains + (hash & (this.#chains - 1))
  }

  #isSimilar(shingles: readonly Float64Array[], row: number): boolean {
    return shingles.every((set, column) => areSimilar(set, this.#sets.at(row, column), this.#similarity))
  }
}
