/** How a signature is cut into bands: two texts are candidates where all rows of some band are equal. */
export interface BandPlan {
  readonly bands: number
  /** Hash functions of a band. */
  readonly rows: number
}

/** The least share of pairs at the wanted similarity that is found. */
export const leastRecall = 0.999

/** More hash functions take more time than the candidates that they spare. */
const mostFunctions = 160

/**
 * The probability that two sets of some Jaccard similarity agree in all rows of at least one band: 1 − (1 − sʳ)ᵇ (Leskovec,
 * Rajaraman & Ullman 2020, section 3.4.2).
 */
export function probabilityFound({ bands, rows }: BandPlan, similarity: number): number {
  return 1 - (1 - similarity ** rows) ** bands
}

/**
 * Bands of as many rows as hash functions allow, which leaves the fewest candidates that are no match, and as many of them as
 * find a pair at `similarity` with a probability of `leastRecall`.
 *
 * @param similarity from 0.05 to 1
 */
export function planBands(similarity: number): BandPlan {
  let plan = { bands: 1, rows: 1 }
  for (let rows = 1; rows <= mostFunctions; rows++) {
    const bands = Math.max(1, Math.ceil(Math.log(1 - leastRecall) / Math.log1p(-(similarity ** rows))))
    if (bands * rows <= mostFunctions) plan = { bands, rows }
  }
  return plan
}
