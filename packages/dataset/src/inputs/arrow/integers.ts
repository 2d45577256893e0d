import { ArrowFormatError } from './arrow-error.ts'

export type Integers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array

const signedArrays = { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array }
const unsignedArrays = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array }

/**
 * A buffer's first `length` integers, without a copy where they are aligned, as the format asks writers to.
 *
 * @throws ArrowFormatError where there are fewer.
 */
export function integersOf(buffer: Uint8Array, bits: number, signed: boolean, length: number): Integers {
  const Numbers = (signed ? signedArrays : unsignedArrays)[bits as 8 | 16 | 32 | 64]
  if (Numbers === undefined) throw new ArrowFormatError(`it has integers of ${bits} bits`)
  if (buffer.length < (length * bits) / 8) throw tooShort()
  const aligned = buffer.byteOffset % (bits / 8) === 0 ? buffer : buffer.slice()
  return new Numbers(aligned.buffer as ArrayBuffer, aligned.byteOffset, length)
}

export function tooShort(): ArrowFormatError {
  return new ArrowFormatError('one of its buffers is too short for its rows')
}
