import { ArrowFormatError } from './arrow-error.ts'

const frameMagic = 0x184d2204
const uncompressedBlock = 0x80000000
const shortestMatch = 4

/**
 * Unpacks one LZ4 frame into exactly `length` bytes. Every step is checked against both ends, so that corrupt bytes are an
 * error and neither a wrong value nor a long loop. (LZ4 frame format 1.6.4 and block format; checksums, which Arrow's
 * writers leave out, are skipped.)
 *
 * @throws ArrowFormatError, RangeError
 */
export function unpackLz4Frame(source: Uint8Array, length: number): Uint8Array {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  const flags = view.getUint8(4)
  if (view.getUint32(0, true) !== frameMagic || flags >> 6 !== 1 || (flags & 1) !== 0) throw notLz4()
  const blockChecksum = (flags & 0x10) !== 0 ? 4 : 0
  const output = new Uint8Array(length)
  let filled = 0
  let position = 7 + ((flags & 8) !== 0 ? 8 : 0)
  for (;;) {
    const head = view.getUint32(position, true)
    position += 4
    if (head === 0) break
    const size = head & ~uncompressedBlock
    if (position + size > source.length) throw notLz4()
    const block = source.subarray(position, position + size)
    if (head >= uncompressedBlock) {
      output.set(block, filled)
      filled += size
    } else filled = unpackBlock(block, output, filled)
    position += size + blockChecksum
  }
  if (filled !== length) throw notLz4()
  return output
}

/** Returns where the output ends now. A match may reach back into earlier blocks of the frame. */
function unpackBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = start
  for (let i = 0; i < block.length; ) {
    const token = block[i++]
    let literals = token >> 4
    if (literals === 15) {
      let more = 255
      for (; more === 255; literals += more) more = block[i++] ?? Number.NaN
    }
    if (!(i + literals <= block.length && at + literals <= output.length)) throw notLz4()
    for (const end = i + literals; i < end; ) output[at++] = block[i++]
    // The last sequence of a block has literals only.
    if (i === block.length) break
    const distance = block[i++] | (block[i++] << 8)
    let match = (token & 15) + shortestMatch
    if ((token & 15) === 15) {
      let more = 255
      for (; more === 255; match += more) more = block[i++] ?? Number.NaN
    }
    if (!(i <= block.length && distance > 0 && distance <= at && at + match <= output.length)) throw notLz4()
    // Byte by byte, because a match may overlap what it writes.
    for (const end = at + match; at < end; at++) output[at] = output[at - distance]
  }
  return at
}

function notLz4(): ArrowFormatError {
  return new ArrowFormatError('one of its compressed buffers is not whole')
}
