import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { TRPCError } from '@trpc/server'
import type { Limits } from '../options.ts'
import { depthOf } from './nesting.ts'

type BodyLimits = Pick<Limits, 'bodyBytes' | 'unpackedBytes' | 'nesting'>

/** From this size on a body, as it was sent, waits for its turn. */
const large = 65_536

/**
 * Reads a JSON body as text, unpacking gzip, and stops as soon as it is larger or nests deeper than it may: nothing is
 * parsed before that is known.
 *
 * @param turn waited for with a large body, before it is unpacked
 * @throws TRPCError `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `PARSE_ERROR`, `CLIENT_CLOSED_REQUEST`
 */
export async function readBody(
  body: Readable,
  headers: { readonly 'content-encoding'?: string | undefined; readonly 'content-length'?: string | undefined },
  limits: BodyLimits,
  turn: () => Promise<void>,
): Promise<string> {
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge('The body', limits.bodyBytes)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new TRPCError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: `Content-Encoding is '${encoding.slice(0, 40)}'; expected gzip, or none.`,
    })
  const sent = await gathered(body, limits.bodyBytes)
  if (sent.length >= large) await turn()
  const bytes = encoding === 'gzip' ? await unpacked(sent, limits.unpackedBytes) : sent
  if (depthOf(bytes, limits.nesting) > limits.nesting)
    throw new TRPCError({
      code: 'PAYLOAD_TOO_LARGE',
      message: `The body nests deeper than ${limits.nesting} levels; nothing that Sluice writes does. Send what sluice check wrote.`,
    })
  return bytes.toString('utf8')
}

async function unpacked(sent: Buffer, most: number): Promise<Buffer> {
  try {
    return await promisify(gunzip)(sent, { maxOutputLength: most })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('The unpacked body', most)
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The body is not whole gzip data. Send it again.' })
  }
}

/** What is not read any more is let go by, so that the answer still reaches a sender in the middle of sending. */
function gathered(body: Readable, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= most) return void chunks.push(chunk)
      body.off('data', onData)
      chunks.length = 0
      body.resume()
      reject(tooLarge('The body', most))
    }
    body.on('data', onData)
    body.once('end', () => resolve(Buffer.concat(chunks)))
    body.once('error', reject)
    body.once('close', () => reject(new TRPCError({ code: 'CLIENT_CLOSED_REQUEST', message: 'The body broke off.' })))
  })
}

function tooLarge(what: string, most: number): TRPCError {
  return new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `${what} is larger than ${Number((most / 2 ** 20).toFixed(3))} MB. Push each policy by itself, compressed with gzip; or start the server with a higher SLUICE_MAX_PUSH_MB.`,
  })
}
