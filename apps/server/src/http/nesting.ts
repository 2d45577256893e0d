const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/**
 * How deep JSON nests, up to one more than `enough`: a walk over its bytes that needs no stack, unlike whatever would
 * work on the parsed value. Brackets in strings do not count.
 */
export function depthOf(json: Uint8Array, enough: number): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < json.length && deepest <= enough; at++) {
    const byte = json[at]!
    if (inString) {
      if (byte === backslash) at++
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (openers.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (closers.has(byte)) depth--
  }
  return deepest
}
