import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TRPCError } from '@trpc/server'
import type { Limits } from '../options.ts'
import { depthOf } from './nesting.ts'

type BodyLimits = Pick<Limits, 'bodyBytes' | 'unpackedBytes' | 'nesting'>

/**
 * Reads a JSON body as text, unpacking gzip, and stops as soon as it is larger or nests deeper than it may: nothing is
 * parsed before that is known.
 *
 * @throws TRPCError `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `PARSE_ERROR`
 */
export async function readBody(
  body: Readable,
  headers: { readonly 'content-encoding'?: string | undefined; readonly 'content-length'?: string | undefined },
  limits: BodyLimits,
): Promise<string> {
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge('The body', limits.bodyBytes)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new TRPCError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: `Content-Encoding is '${encoding.slice(0, 40)}'; expected gzip, or none.`,
    })
  const bytes = await (encoding === 'gzip'
    ? unpacked(body, limits)
    : gathered(body, body, limits.bodyBytes, 'The body'))
  if (depthOf(bytes, limits.nesting) > limits.nesting)
    throw new TRPCError({
      code: 'PAYLOAD_TOO_LARGE',
      message: `The body nests deeper than ${limits.nesting} levels; nothing that Sluice writes does. Send what sluice check wrote.`,
    })
  return bytes.toString('utf8')
}

async function unpacked(body: Readable, { bodyBytes, unpackedBytes }: BodyLimits): Promise<Buffer> {
  const gunzip = createGunzip()
  let sent = 0
  body.on('data', (chunk: Buffer) => {
    sent += chunk.length
    if (sent > bodyBytes) gunzip.destroy(tooLarge('The body', bodyBytes))
  })
  body.once('error', (error) => gunzip.destroy(error))
  body.pipe(gunzip)
  try {
    return await gathered(gunzip, body, unpackedBytes, 'The unpacked body')
  } catch (error) {
    if (error instanceof TRPCError) throw error
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'The body is not whole gzip data. Send it again.' })
  } finally {
    body.unpipe(gunzip)
    gunzip.destroy()
    body.resume()
  }
}

/** What is not read any more is let go by, so that the answer still reaches a sender in the middle of sending. */
function gathered(from: Readable, body: Readable, most: number, what: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= most) return void chunks.push(chunk)
      from.off('data', onData)
      chunks.length = 0
      body.resume()
      reject(tooLarge(what, most))
    }
    from.on('data', onData)
    from.once('end', () => resolve(Buffer.concat(chunks)))
    from.once('error', reject)
    from.once('close', () => reject(new TRPCError({ code: 'CLIENT_CLOSED_REQUEST', message: 'The body broke off.' })))
  })
}

function tooLarge(what: string, most: number): TRPCError {
  return new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `${what} is larger than ${Number((most / 2 ** 20).toFixed(3))} MB. Push each policy by itself, compressed with gzip; or start the server with a higher SLUICE_MAX_PUSH_MB.`,
  })
}
