/** What a generator can start from. A number, a bigint and a string of the same digits are different seeds. */
export type Seed = number | string | bigint

/**
 * A seed from any text (a content hash, a policy's name): a whole number from 0 to 2⁵³ − 1, the same on every machine.
 * Not a cryptographic hash: it spreads seeds, it hides nothing.
 */
export function seedFromText(text: string): number {
  const [high, low] = hashText(text)
  return (high >>> 11) * 2 ** 32 + low
}

/**
 * The 128 bits that a generator starts from.
 *
 * @throws {RangeError} for a number that is NaN or infinite
 */
export function seedWords(seed: Seed): [number, number, number, number] {
  if (typeof seed === 'number' && !Number.isFinite(seed)) {
    throw new RangeError(`The seed is ${seed}; give a finite number, a bigint or a text`)
  }
  return hashText(`${typeof seed}:${seed}`)
}

/** Four multiplicative lanes over UTF-16 code units, each read by the next, and an avalanche at the end. */
function hashText(text: string): [number, number, number, number] {
  let a = 0x3c6ef372
  let b = 0xa54ff53a
  let c = 0x510e527f
  let d = 0x9b05688c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ unit, 0x23979535)
    b = c ^ Math.imul(b ^ unit, 0xb27c1f4b)
    c = d ^ Math.imul(c ^ unit, 0x38b34ae5)
    d = a ^ Math.imul(d ^ unit, 0xa1e38b93)
  }
  const all = a ^ b ^ c ^ d ^ text.length
  return [mix(a ^ all), mix(b + all), mix(c ^ (all << 7)), mix(d - all)]
}

/** The finalizer of MurmurHash3: a bijection of 32-bit words in which every input bit moves every output bit. */
export function mix(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
