import { isAscii, isUtf8 } from 'node:buffer'
import type { AppendedColumn } from '../../duckdb/chunk-appender.ts'
import { isPresent } from '../../duckdb/chunk-column.ts'
import { ArrowFormatError } from './arrow-error.ts'
import type { ArrowType } from './arrow-schema.ts'
import { integersOf, tooShort } from './integers.ts'
import type { BatchColumn } from './record-batch.ts'

type Fixed = Extract<AppendedColumn, { kind: 'fixed' }>
type Validity = Uint8Array | null

const dayMilliseconds = 86_400_000n
const viewBytes = 16
const longestInView = 12

/**
 * A batch's column as the engine takes it: the batch's own bytes where the layouts agree, converted ones elsewhere.
 *
 * @throws ArrowFormatError where a buffer is too short for its rows; `textAt` where a text is not UTF-8 or not in its buffer.
 */
export function columnValues(column: BatchColumn, type: ArrowType): AppendedColumn {
  const rows = column.length
  if (type.kind === 'null') {
    return { kind: 'fixed', bytes: new Uint8Array(4 * rows), width: 4, validity: new Uint8Array((rows + 7) >> 3) }
  }
  const validity = validityOf(column)
  switch (type.kind) {
    case 'bool':
      return fixed(expandedBits(column), 1, rows, validity)
    case 'int':
      return fixed(column.buffer(1), type.bits / 8, rows, validity)
    case 'float':
      if (type.bits > 16) return fixed(column.buffer(1), type.bits / 8, rows, validity)
      return fixed(
        Float32Array.from(integersOf(column.buffer(1), 16, false, rows) as Uint16Array, halfFloat),
        4,
        rows,
        validity,
      )
    case 'date':
      return fixed(type.bits === 32 ? column.buffer(1) : wholeDays(column), 4, rows, validity)
    case 'timestamp':
      return fixed(column.buffer(1), 8, rows, validity)
    case 'decimal':
      return fixed(...decimals(column, type.bits, type.precision), rows, validity)
    case 'text':
      return {
        kind: 'text',
        textAt: type.layout === 'view' ? viewedTexts(column, validity) : texts(column, type.layout, validity),
      }
    default:
      throw new TypeError(`values of ${type.kind} are not read`)
  }
}

/** Bits of presence; `null` where none is missing, which a writer may also say by leaving them out. */
export function validityOf({ missing, length, buffer }: BatchColumn): Validity {
  if (missing === 0) return null
  const bits = buffer(0)
  // A negative count means that the writer did not count.
  if (missing < 0 && bits.length === 0) return null
  if (bits.length < Math.ceil(length / 8)) throw tooShort()
  return bits
}

function fixed(values: ArrayBufferView, width: number, rows: number, validity: Validity): Fixed {
  if (values.byteLength < rows * width) throw tooShort()
  return { kind: 'fixed', bytes: new Uint8Array(values.buffer, values.byteOffset, rows * width), width, validity }
}

function expandedBits({ buffer, length }: BatchColumn): Uint8Array {
  const bits = buffer(1)
  if (bits.length < Math.ceil(length / 8)) throw tooShort()
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = (bits[i >> 3]! >> (i & 7)) & 1
  return bytes
}

function wholeDays({ buffer, length }: BatchColumn): Int32Array {
  const milliseconds = integersOf(buffer(1), 64, true, length) as BigInt64Array
  const floor = (value: bigint) =>
    (value - (((value % dayMilliseconds) + dayMilliseconds) % dayMilliseconds)) / dayMilliseconds
  return Int32Array.from(milliseconds, (value) => Number(floor(value)))
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1
  const exponent = (bits >> 10) & 31
  const fraction = (bits & 1023) / 1024
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction))
}

/** The engine keeps a decimal in the fewest bytes that its digits need, Arrow in as many as its type says. */
function decimals({ buffer, length }: BatchColumn, bits: number, precision: number): [ArrayBufferView, number] {
  const words = Math.max(1, bits / 64)
  const values = integersOf(buffer(1), Math.min(bits, 64), true, words * length)
  const low = (_: unknown, i: number) => BigInt(values[words * i]!)
  if (precision <= 4) return [Int16Array.from({ length }, (_, i) => Number(low(_, i))), 2]
  if (precision <= 9) return [Int32Array.from({ length }, (_, i) => Number(low(_, i))), 4]
  if (precision <= 18) return [BigInt64Array.from({ length }, low), 8]
  if (words === 2) return [values, 16]
  return [BigInt64Array.from({ length: 2 * length }, (_, i) => BigInt(values[words * (i >> 1) + (i & 1)]!)), 16]
}

function texts({ buffer, length }: BatchColumn, layout: 'small' | 'large', validity: Validity) {
  const bytes = asBuffer(buffer(2))
  // A column of no rows may leave out even the one offset that it has.
  const offsets = integersOf(buffer(1), layout === 'small' ? 32 : 64, true, length === 0 ? 0 : length + 1)
  const read = textReader(bytes)
  return (row: number) =>
    isPresent(validity, row) ? read(bytes, Number(offsets[row]), Number(offsets[row + 1])) : null
}

/** Short texts lie in the view itself, long ones in one of the buffers behind it. */
function viewedTexts({ buffer, buffers, length }: BatchColumn, validity: Validity) {
  const views = asBuffer(buffer(1))
  if (views.length < viewBytes * length) throw tooShort()
  const data = Array.from({ length: buffers - 2 }, (_, i) => asBuffer(buffer(2 + i)))
  const readers = data.map(textReader)
  const readView = textReader(views)
  return (row: number) => {
    if (!isPresent(validity, row)) return null
    const at = viewBytes * row
    const bytes = views.readInt32LE(at)
    if (bytes <= longestInView) return readView(views, at + 4, at + 4 + bytes)
    const place = views.readInt32LE(at + 8)
    const start = views.readInt32LE(at + 12)
    const read = readers[place]
    if (read === undefined) throw tooShort()
    return read(data[place]!, start, start + bytes)
  }
}

/** Looks once at all bytes, so that no text has to be checked by itself where all is well. */
function textReader(all: Buffer): (bytes: Buffer, start: number, end: number) => string {
  const ascii = isAscii(all)
  const valid = ascii || isUtf8(all)
  return (bytes, start, end) => {
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw tooShort()
    if (!valid && !isUtf8(bytes.subarray(start, end))) throw new ArrowFormatError('one of its texts is not UTF-8')
    return bytes.toString(ascii ? 'latin1' : 'utf8', start, end)
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
