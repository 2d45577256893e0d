/** How many partitions are brought into order in one walk: a byte each of one word. */
export const codesTogether = 4

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/**
 * Brings the codes of up to four partitions into the order of `rows` in one walk. The walk jumps about the table, and a
 * jump costs the same for one code as for four; packing them first and unpacking them after are walks straight ahead.
 *
 * @param codes one code a row of the table, of at most `codesTogether` partitions
 * @param rows the row of each position
 * @returns one code a position, of each partition
 */
export function orderCodes(codes: readonly Uint8Array[], rows: Uint32Array): Uint8Array[] {
  const [first] = codes
  if (first === undefined) return []
  const packed = new Uint32Array(first.length)
  const lanes = Array.from({ length: codesTogether }, (_, lane) => codes[lane] ?? first)
  for (let from = 0; from < packed.length; from += blockRows) {
    packBlock(lanes, packed, from, Math.min(from + blockRows, packed.length))
  }
  const ordered = lanes.map(() => new Uint8Array(rows.length))
  for (let from = 0; from < rows.length; from += blockRows) {
    gatherBlock(packed, rows, ordered, from, Math.min(from + blockRows, rows.length))
  }
  return ordered.slice(0, codes.length)
}

function packBlock([a, b, c, d]: readonly Uint8Array[], packed: Uint32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) packed[row] = a[row] | (b[row] << 8) | (c[row] << 16) | (d[row] << 24)
}

function gatherBlock(
  packed: Uint32Array,
  rows: Uint32Array,
  [a, b, c, d]: readonly Uint8Array[],
  from: number,
  to: number,
): void {
  for (let position = from; position < to; position++) {
    const word = packed[rows[position]]
    a[position] = word
    b[position] = word >>> 8
    c[position] = word >>> 16
    d[position] = word >>> 24
  }
}
