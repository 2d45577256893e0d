const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/**
 * A stable name for an alert, from what identifies it and not from what was measured: FNV-1a, 64 bits, in hexadecimal
 * (draft-eastlake-fnv). Not for secrets; it needs no cryptography, so it runs in a browser too.
 */
export function fingerprint(parts: readonly string[]): string {
  let hash = offset
  for (const byte of new TextEncoder().encode(parts.join('\u0000'))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  }
  return hash.toString(16).padStart(16, '0')
}
