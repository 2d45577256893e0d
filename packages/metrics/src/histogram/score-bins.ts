import { MetricInputError } from '../metric-input-error.ts'

/**
 * Bins that do not depend on the data, so that histograms made anywhere can be merged.
 *
 * - `unit`: equal widths over [0, 1], for probabilities; `bins` a whole number from 1;
 * - `float`: the leading bits of the score's own bits made monotone, for any score: narrow near 0, wide far out; `bins`
 *   a power of two from 2⁸ to 2²⁰.
 */
export interface ScoreBins {
  readonly scheme: 'unit' | 'float'
  readonly bins: number
}

/** The bin of a score; equal or higher scores never fall into a lower one. */
export type BinOf = (score: number) => number

/** @throws MetricInputError for a number of bins that the scheme does not have */
export function binOf({ scheme, bins }: ScoreBins): BinOf {
  if (scheme === 'unit') {
    if (!(Number.isInteger(bins) && bins >= 1 && bins <= 2 ** 24))
      throw wrongBins(bins, 'a whole number from 1 to 2^24')
    return (score) => Math.min(bins - 1, Math.floor(score * bins))
  }
  const bits = Math.log2(bins)
  if (!(Number.isInteger(bits) && bits >= 8 && bits <= 20)) throw wrongBins(bins, 'a power of two from 2^8 to 2^20')
  const value = new Float64Array(1)
  const words = new Uint32Array(value.buffer)
  return (score) => {
    value[0] = score + 0
    const mask = (words[1] | 0) >> 31
    return (words[1] ^ (mask | 0x80000000)) >>> (32 - bits)
  }
}

function wrongBins(bins: number, expected: string): MetricInputError {
  return new MetricInputError('invalid_option', `bins is ${bins}: expected ${expected}.`)
}
