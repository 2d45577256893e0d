const backslash = 0x5c
const [quote, opener, closer] = [1, 2, 3]

/** What a byte means outside of a string. */
const meaning = new Uint8Array(256)
meaning[0x22] = quote
for (const byte of [0x5b, 0x7b]) meaning[byte] = opener
for (const byte of [0x5d, 0x7d]) meaning[byte] = closer

/**
 * How deep JSON nests, up to one more than `enough`: a walk over its bytes that needs no stack, unlike whatever would
 * work on the parsed value. Brackets in strings do not count.
 */
export function depthOf(json: Uint8Array, enough: number): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < json.length && deepest <= enough; at++) {
    const found = meaning[json[at]!]
    if (found === 0) continue
    if (found === opener) {
      depth++
      if (depth > deepest) deepest = depth
    } else if (found === closer) depth--
    else at = endOfString(json, at + 1)
  }
  return deepest
}

/** Where the quote is that ends a string. */
function endOfString(json: Uint8Array, from: number): number {
  let at = from
  while (at < json.length && meaning[json[at]!] !== quote) at += json[at] === backslash ? 2 : 1
  return at
}
