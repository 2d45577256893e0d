import { createRandom, mix, type Seed } from '@sluice/stats'
import type { BandPlan } from './band-plan.ts'

/**
 * MinHash signatures (Broder 1997), cut into bands: of each of several random hash functions the least value over a set, which
 * is equal for two sets with the probability of their Jaccard similarity. Of the values of a band a hash is made, so that two
 * sets that agree in a whole band have one hash.
 *
 * The functions are x ↦ a·x + b modulo 2³² with a odd, of values that are hashes already.
 */
export class MinHash {
  readonly #plan: BandPlan
  readonly #factors: Int32Array
  readonly #terms: Int32Array
  readonly #least: Int32Array
  readonly #bands: Uint32Array
  #values = new Int32Array(1024)
  constructor(plan: BandPlan, seed: Seed) {
    const random = createRandom(seed)
    const word = () => random.integer(-(2 ** 31), 2 ** 31 - 1)
    // An even number, as they are computed in pairs; a last one may be left over.
    const functions = 2 * Math.ceil((plan.bands * plan.rows) / 2)
    this.#plan = plan
    this.#factors = Int32Array.from({ length: functions }, () => word() | 1)
    this.#terms = Int32Array.from({ length: functions }, word)
    this.#least = new Int32Array(functions)
    this.#bands = new Uint32Array(plan.bands)
  }

  /** One hash a band of the union of some sets, valid until the next call. */
  bandsOf(sets: readonly Float64Array[]): Uint32Array {
    this.#least.fill(0x7fff_ffff)
    for (const set of sets) this.#lower(set)
    const { bands, rows } = this.#plan
    for (let band = 0; band < bands; band++) {
      let hash = band
      for (let row = 0; row < rows; row++) hash = mix(Math.imul(hash, 31) + this.#least[band * rows + row])
      this.#bands[band] = hash
    }
    return this.#bands
  }

  /** Two functions a walk: the values are read half as often, and all that changes stays in registers. */
  #lower(set: Float64Array): void {
    const length = set.length
    if (length > this.#values.length) this.#values = new Int32Array(2 * length)
    const [values, factors, terms, least] = [this.#values, this.#factors, this.#terms, this.#least]
    // Of the 53 bits of a value the lower 32.
    for (let v = 0; v < length; v++) values[v] = set[v]
    for (let f = 0; f < least.length; f += 2) {
      const [factor, nextFactor, term, nextTerm] = [factors[f], factors[f + 1], terms[f], terms[f + 1]]
      let one = least[f]
      let other = least[f + 1]
      for (let v = 0; v < length; v++) {
        const value = values[v]
        const hash = (Math.imul(factor, value) + term) | 0
        if (hash < one) one = hash
        const next = (Math.imul(nextFactor, value) + nextTerm) | 0
        if (next < other) other = next
      }
      least[f] = one
      least[f + 1] = other
    }
  }
}
