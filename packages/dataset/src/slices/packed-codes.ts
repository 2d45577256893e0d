import type { CodedPartition, PackedCodes, Partition, SliceCodes } from '../table.ts'
import { allocateCodes } from './partition.ts'

/** Small functions over blocks are compiled early, unlike one long loop that runs once. */
const blockRows = 16_384

const unpacked = new WeakMap<PackedCodes, SliceCodes>()

/** The bits of a word that hold codes from 0 to `most`. */
export function bitsFor(most: number): number {
  return 32 - Math.clz32(most)
}

export function isPacked(codes: Partition['codes']): codes is PackedCodes {
  return 'words' in codes
}

/** A partition's codes as a column of their own: taken out of the words that it shares with others when first asked for. */
export function codesOf({ codes, slices }: Pick<Partition, 'codes' | 'slices'>): SliceCodes {
  if (!isPacked(codes)) return codes
  const known = unpacked.get(codes)
  if (known !== undefined) return known
  const { words, shift, bits } = codes
  const column = allocateCodes(words.length, slices.length)
  for (let from = 0; from < words.length; from += blockRows) {
    unpackBlock(words, shift, (1 << bits) - 1, column, from, Math.min(from + blockRows, words.length))
  }
  unpacked.set(codes, column)
  return column
}

/** The partition with codes of its own. */
export function codedPartition(partition: Partition): CodedPartition {
  return { ...partition, codes: codesOf(partition) }
}

function unpackBlock(
  words: Uint32Array,
  shift: number,
  mask: number,
  column: SliceCodes,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++) column[row] = (words[row] >>> shift) & mask
}
