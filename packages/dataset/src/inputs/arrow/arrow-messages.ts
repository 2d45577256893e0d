import type { FileHandle } from 'node:fs/promises'
import { ArrowFormatError, truncatedArrow } from './arrow-error.ts'
import { asSize, FlatTable } from './flat-table.ts'

/** One encapsulated message (the flatbuffer `Message` of Arrow's format/Message.fbs) and where its body lies. */
export interface ArrowMessage {
  readonly kind: 'schema' | 'dictionary' | 'records' | 'other'
  /** Of the metadata, from 0. */
  readonly version: number
  readonly header: FlatTable
  readonly body: number
  readonly bodyBytes: number
  /** Where the next message begins. */
  readonly end: number
}

export interface OpenFile {
  readonly path: string
  readonly handle: FileHandle
  readonly bytes: number
}

const kinds = ['other', 'schema', 'dictionary', 'records'] as const
const magic = 'ARROW1'
const firstMessage = 8
const trailerBytes = 10
const probeBytes = 4096

/**
 * The messages of a file, of either IPC format, without their bodies: the schema first, then batches in the order in which
 * they hold, which is all dictionaries first where a footer lists them.
 * (Arrow columnar format 1.5, "Serialization and Interprocess Communication".)
 *
 * @throws DatasetError `truncated-file`; ArrowFormatError or RangeError where the bytes make no sense.
 */
export async function* arrowMessages(file: OpenFile): AsyncGenerator<ArrowMessage> {
  const start = await readBytes(file, 0, Math.min(file.bytes, magic.length))
  const messages = latin1(start) === magic ? fileMessages(file) : streamMessages(file)
  let first = true
  for await (const message of messages) {
    if (first && message.kind !== 'schema') throw new ArrowFormatError('it does not begin with a schema')
    first = false
    yield message
  }
  if (first) throw new ArrowFormatError('it has no schema')
}

/** A copy of its own, so that typed arrays over it are aligned as the format aligns them. */
export async function readBytes({ handle, path }: OpenFile, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(bytes, filled, Math.min(length - filled, 1 << 30), position + filled)
    if (bytesRead === 0) throw truncatedArrow(path)
    filled += bytesRead
  }
  return bytes
}

async function* streamMessages(file: OpenFile): AsyncGenerator<ArrowMessage> {
  // A stream ends with a mark, or with the file: the format allows both.
  for (let position = 0; position < file.bytes; ) {
    const message = await messageAt(file, position)
    if (message === null) return
    yield message
    position = message.end
  }
}

async function* fileMessages(file: OpenFile): AsyncGenerator<ArrowMessage> {
  if (file.bytes < firstMessage + trailerBytes) throw truncatedArrow(file.path)
  const trailer = await readBytes(file, file.bytes - trailerBytes, trailerBytes)
  if (latin1(trailer.subarray(4)) !== magic) throw truncatedArrow(file.path)
  const length = new DataView(trailer.buffer).getInt32(0, true)
  const position = file.bytes - trailerBytes - length
  if (length <= 0 || position < firstMessage) throw new ArrowFormatError('its footer has no possible length')
  // The flatbuffer `Footer` of format/File.fbs: dictionaries and records as blocks of position, metadata and body length.
  const footer = FlatTable.root(await readBytes(file, position, length))
  const blocks = [...footer.words(2, 3), ...footer.words(3, 3)].map(([block]) => asSize(block!))
  for (const block of [firstMessage, ...blocks]) {
    const message = await messageAt(file, block)
    if (message === null) throw new ArrowFormatError('its footer lists a message that is not there')
    yield message
  }
}

/** `null` for the mark that ends a stream. */
async function messageAt(file: OpenFile, position: number): Promise<ArrowMessage | null> {
  const left = file.bytes - position
  if (left < 4) throw truncatedArrow(file.path)
  const probe = await readBytes(file, position, Math.min(left, probeBytes))
  const view = new DataView(probe.buffer)
  // Before version 0.15 there was no continuation mark in front of the length.
  const marked = view.getInt32(0, true) === -1
  if (marked && left < 8) throw truncatedArrow(file.path)
  const prefix = marked ? 8 : 4
  const length = view.getInt32(prefix - 4, true)
  if (length === 0) return null
  if (length < 0) throw new ArrowFormatError('it is neither an Arrow file nor an Arrow stream')
  if (prefix + length > left) {
    throw marked || position > 0 ? truncatedArrow(file.path) : new ArrowFormatError('it does not begin as one')
  }
  const whole = prefix + length <= probe.length
  const metadata = whole ? probe.subarray(prefix, prefix + length) : await readBytes(file, position + prefix, length)
  return parsed(file, FlatTable.root(metadata), position + prefix + length)
}

function parsed({ path, bytes }: OpenFile, message: FlatTable, body: number): ArrowMessage {
  const kind = kinds[message.byte(1, 0)] ?? 'other'
  const header = message.table(2)
  if (header === null) throw new ArrowFormatError('a message of it has no header')
  const bodyBytes = message.size(3)
  if (body + bodyBytes > bytes) throw truncatedArrow(path)
  return { kind, version: message.short(0, 0), header, body, bodyBytes, end: body + bodyBytes }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
