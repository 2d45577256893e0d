/**
 * Records of three words, `[high, low, row · 2 + label]`, whose first two words order like the scores: the IEEE 754
 * bits made monotone, less those of the smallest score, shifted left until the first bit is used. The shift puts what
 * tells the scores apart into the high word, so that sorting by it alone leaves next to nothing for the low word.
 */
export const recordWords = 3

const signBit = 0x80000000

/** Where the keys of a column start and how far they are shifted; what turns a record back into its score. */
export interface KeySpan {
  readonly high: number
  readonly low: number
  /** 0 to 63. */
  readonly shift: number
}

/** The span of the monotone keys from `least` to `most`, neither of them NaN, zeros of either sign alike. */
export function keySpan(least: number, most: number): KeySpan {
  const bits = new Uint32Array(new Float64Array([least + 0, most + 0]).buffer)
  for (let word = 1; word < 4; word += 2) {
    const mask = bits[word] >> 31
    bits[word] ^= mask | signBit
    bits[word - 1] ^= mask
  }
  const borrow = bits[2] < bits[0] ? 1 : 0
  const high = (bits[3] - bits[1] - borrow) >>> 0
  const low = (bits[2] - bits[0]) >>> 0
  const shift = high !== 0 ? Math.clz32(high) : low === 0 ? 63 : 32 + Math.clz32(low)
  return { high: bits[1], low: bits[0], shift }
}

/**
 * Writes the record of each row, negatives before positives, so that a stable sort keeps them so within equal scores.
 * Rows for which `skip` is 1 are left out.
 */
export function packRecords(
  scores: Float64Array,
  labels: Uint8Array,
  span: KeySpan,
  negatives: number,
  records: Uint32Array,
  skip: Uint8Array | null,
): void {
  const words = new Uint32Array(scores.buffer, scores.byteOffset, scores.length * 2)
  const { high: leastHigh, low: leastLow, shift } = span
  let negative = 0
  let positive = negatives * recordWords
  for (let row = 0; row < scores.length; row++) {
    if (skip !== null && skip[row] === 1) continue
    const wordLow = words[2 * row]
    let wordHigh = words[2 * row + 1]
    if (wordHigh === signBit && wordLow === 0) wordHigh = 0
    const mask = (wordHigh | 0) >> 31
    const keyLow = (wordLow ^ mask) >>> 0
    const high = ((wordHigh ^ (mask | signBit)) - leastHigh - (keyLow < leastLow ? 1 : 0)) | 0
    const low = (keyLow - leastLow) | 0
    const label = labels[row]
    let at: number
    if (label === 0) {
      at = negative
      negative += recordWords
    } else {
      at = positive
      positive += recordWords
    }
    records[at] = shift === 0 ? high : shift < 32 ? (high << shift) | (low >>> (32 - shift)) : low << (shift - 32)
    records[at + 1] = shift < 32 ? low << shift : 0
    records[at + 2] = (row << 1) | label
  }
}

/** Turns sorted records back into columns; a zero comes back as +0. */
export function unpackRecords(
  records: Uint32Array,
  span: KeySpan,
  scores: Float64Array,
  labels: Uint8Array,
  rows: Uint32Array | null,
): void {
  const words = new Uint32Array(scores.buffer, scores.byteOffset, scores.length * 2)
  const { high: leastHigh, low: leastLow, shift } = span
  for (let position = 0, at = 0; position < scores.length; position++, at += recordWords) {
    const high = records[at]
    const low = records[at + 1]
    const lowDifference =
      shift === 0 ? low : shift < 32 ? (low >>> shift) | (high << (32 - shift)) : high >>> (shift - 32)
    const highDifference = shift < 32 ? high >>> shift : 0
    const keyLow = (lowDifference + leastLow) >>> 0
    const keyHigh = (highDifference + leastHigh + (keyLow < leastLow ? 1 : 0)) | 0
    const mask = ~(keyHigh >> 31)
    words[2 * position + 1] = keyHigh ^ (mask | signBit)
    words[2 * position] = keyLow ^ mask
    labels[position] = records[at + 2] & 1
    if (rows !== null) rows[position] = records[at + 2] >>> 1
  }
}
