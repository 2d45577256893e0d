import { memoryLike } from './memory.ts'

/** The slice of each row. */
export type SliceCodes = Uint8Array | Uint16Array

/** A partition's codes; those from `slices` on belong to no slice. */
export interface CodedPartition {
  readonly codes: SliceCodes
  readonly slices: number
}

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

/**
 * The codes of several partitions on their way into an order, in one word a row, each in the bits that it needs. The walk by
 * position jumps about the table, and a jump costs the same for one code as for all in a word. Plain columns, so that
 * several threads can each do a part.
 */
export interface CodeOrder {
  /** Where the code of each partition lies in a word. */
  readonly fields: readonly CodeField[]
  /** What is to be packed; nothing where the words came packed. */
  readonly partitions: readonly CodedPartition[]
  /** The row of each position. */
  readonly rows: Uint32Array
  /** By row. */
  readonly packed: Uint32Array
  /** The same words by position: the result. */
  readonly ordered: Uint32Array
}

/** The bits of a word that hold one partition's codes. */
export interface CodeField {
  readonly shift: number
  readonly bits: number
}

/** A part of the rows and positions: the `index`-th of `of`. */
export interface Part {
  readonly index: number
  readonly of: number
}

/** How many bits of the 32 of a word a partition takes: enough for its slices and for no slice. */
export function codeBits(slices: number): number {
  return 32 - Math.clz32(slices)
}

/** Room for ordering codes, of the kind of memory that `rows` lie in. The partitions fit into one word: see `codeBits`. */
export function codeOrder(partitions: readonly CodedPartition[], rows: Uint32Array): CodeOrder {
  let shift = 0
  const fields = partitions.map(({ slices }) => {
    const bits = codeBits(slices)
    shift += bits
    return { shift: shift - bits, bits }
  })
  return {
    fields,
    partitions,
    rows,
    packed: new Uint32Array(memoryLike(rows, 4 * (partitions[0]?.codes.length ?? 0))),
    ordered: new Uint32Array(memoryLike(rows, 4 * rows.length)),
  }
}

/** Room for ordering words that are packed already: `words` by row, with the codes of a partition in each field. */
export function packedCodeOrder(words: Uint32Array, fields: readonly CodeField[], rows: Uint32Array): CodeOrder {
  const ordered = new Uint32Array(memoryLike(rows, 4 * rows.length))
  return { fields, partitions: [], rows, packed: words, ordered }
}

/** Packs the codes of a part of the rows. All parts are packed before one is placed. */
export function packCodes({ partitions, packed }: CodeOrder, part: Part): void {
  if (partitions.length === 0) return
  forBlocks(packed.length, part, (from, to) => {
    let shift = 0
    for (let first = 0; first < partitions.length; first += 2) {
      const one = partitions[first]
      const other = partitions[first + 1] ?? { codes: one.codes, slices: 0 }
      packBlock(one, other, shift, packed, from, to)
      shift += codeBits(one.slices) + codeBits(other.slices)
    }
  })
}

/** Places the codes of a part of the positions. */
export function placeCodes({ rows, packed, ordered }: CodeOrder, part: Part): void {
  forBlocks(rows.length, part, (from, to) => placeBlock(packed, rows, ordered, from, to))
}

/** The codes of the `index`-th partition by position, at most `slices`; written to `into`. */
export function orderedCodes({ fields, ordered }: CodeOrder, index: number, into: SliceCodes): SliceCodes {
  const { shift, bits } = fields[index]
  forBlocks(ordered.length, whole, (from, to) => unpackBlock(ordered, shift, (1 << bits) - 1, into, from, to))
  return into
}

/** All of it. */
export const whole: Part = { index: 0, of: 1 }

function forBlocks(length: number, { index, of }: Part, visit: (from: number, to: number) => void): void {
  const end = Math.floor(((index + 1) * length) / of)
  for (let from = Math.floor((index * length) / of); from < end; from += blockRows) {
    visit(from, Math.min(from + blockRows, end))
  }
}

/** Two partitions at a time, and 0 for one of no slices. */
function packBlock(
  { codes: first, slices: firstSlices }: CodedPartition,
  { codes: second, slices: secondSlices }: CodedPartition,
  shift: number,
  packed: Uint32Array,
  from: number,
  to: number,
): void {
  const bits = codeBits(firstSlices)
  for (let row = from; row < to; row++) {
    const one = first[row] < firstSlices ? first[row] : firstSlices
    const two = second[row] < secondSlices ? second[row] : secondSlices
    packed[row] |= (one | (two << bits)) << shift
  }
}

function placeBlock(packed: Uint32Array, rows: Uint32Array, ordered: Uint32Array, from: number, to: number): void {
  for (let position = from; position < to; position++) ordered[position] = packed[rows[position]]
}

/** `mask` is to be an integer for the engine too, which `2 ** bits` is not: the loop would take ten times as long. */
function unpackBlock(
  ordered: Uint32Array,
  shift: number,
  mask: number,
  codes: SliceCodes,
  from: number,
  to: number,
): void {
  for (let position = from; position < to; position++) codes[position] = (ordered[position] >>> shift) & mask
}
