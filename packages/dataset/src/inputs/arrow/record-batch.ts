import { decompress } from 'fzstd'
import { ArrowFormatError } from './arrow-error.ts'
import type { ArrowField, ArrowType } from './arrow-schema.ts'
import { asSize, type FlatTable } from './flat-table.ts'
import { unpackLz4Frame } from './lz4-frame.ts'

/** One column of one batch: its buffers as its type lays them out, the bits of presence first. */
export interface BatchColumn {
  readonly length: number
  readonly missing: number
  /** Unpacked only when asked for; empty where the batch leaves the buffer out. */
  buffer(index: number): Uint8Array
  readonly buffers: number
}

type Codec = 'lz4' | 'zstd' | null

/** LZ4 packs at most 255 bytes into one; a longer announcement is corrupt and would only cost memory. */
const mostLz4Ratio = 255
const prefixBytes = 8
/** Unions had a buffer for presence before version 5 of the metadata. */
const versionOfUnions = 4

/**
 * Finds the buffers of every field in a batch (the flatbuffer `RecordBatch` of Arrow's format/Message.fbs). Nested fields
 * are walked only to count theirs.
 *
 * @param version of the metadata, from 0
 * @throws ArrowFormatError, RangeError
 */
export function batchColumns(
  batch: FlatTable,
  body: Uint8Array,
  fields: readonly ArrowField[],
  version: number,
): BatchColumn[] {
  const nodes = batch.words(1, 2)
  const regions = batch.words(2, 2)
  const views = batch.words(4, 1).values()
  const codec = codecOf(batch.table(3))
  let node = 0
  let region = 0
  const walk = (field: ArrowField): BatchColumn => {
    const type = field.dictionary === null ? field.type : ({ kind: 'int', bits: 32, signed: true } as const)
    const [length, missing] = nodes[node++] ?? missingPart()
    const first = region
    const buffers = bufferCount(type, version, () => asSize((views.next().value ?? missingPart())[0]!))
    region += buffers
    if (region > regions.length) missingPart()
    if (field.dictionary === null) field.children.forEach(walk)
    const buffer = (index: number) => {
      const [offset, bytes] = (regions[first + index] ?? missingPart()).map(asSize) as [number, number]
      if (offset + bytes > body.length) throw new RangeError('a buffer is out of its body')
      return unpacked(body.subarray(offset, offset + bytes), codec)
    }
    return { length: asSize(length!), missing: Number(missing), buffer, buffers }
  }
  return fields.map(walk)
}

/** How many buffers a column has itself, without its children's. (Arrow columnar format, "Buffer Listing for Each Layout".) */
function bufferCount(type: ArrowType, version: number, nextViews: () => number): number {
  switch (type.kind) {
    case 'null':
    case 'run-end':
      return 0
    case 'struct':
    case 'fixed-list':
      return 1
    case 'list-view':
      return 3
    case 'union':
      return (type.dense ? 2 : 1) + (version < versionOfUnions ? 1 : 0)
    case 'text':
    case 'binary':
      return type.layout === 'view' ? 2 + nextViews() : 3
    case 'unknown':
      throw new ArrowFormatError('it has a column of a type that is not known here')
    default:
      return 2
  }
}

function codecOf(compression: FlatTable | null): Codec {
  if (compression === null) return null
  const codec = (['lz4', 'zstd'] as const)[compression.byte(0, 0)]
  if (codec === undefined || compression.byte(1, 0) !== 0)
    throw new ArrowFormatError('it is compressed in an unknown way')
  return codec
}

/** A compressed buffer begins with its unpacked length, or with -1 where it did not get smaller and is as it was. */
function unpacked(buffer: Uint8Array, codec: Codec): Uint8Array {
  if (codec === null || buffer.length === 0) return buffer
  const announced = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength).getBigInt64(0, true)
  const content = buffer.subarray(prefixBytes)
  if (announced === -1n) return content
  const length = asSize(announced)
  if (codec === 'lz4') {
    if (length > mostLz4Ratio * content.length) throw new RangeError('longer than LZ4 can pack')
    return unpackLz4Frame(content, length)
  }
  const bytes = decompress(content, new Uint8Array(length))
  if (bytes.length !== length) throw new RangeError('another length than announced')
  return bytes
}

function missingPart(): never {
  throw new ArrowFormatError('a batch has fewer columns than the schema')
}
