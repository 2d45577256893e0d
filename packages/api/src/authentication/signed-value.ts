import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'

/**
 * Writes a value for a cookie: `<payload>.<HMAC-SHA-256>`, both base64url. Servers with one key accept each other's,
 * and nothing is kept. It is signed, not secret.
 *
 * @param purpose keeps values of one kind from being taken for another
 * @param seconds how long it holds
 */
export function signValue(purpose: string, value: unknown, key: Uint8Array, now: Date, seconds: number): string {
  const expires = Math.floor(now.getTime() / 1000) + seconds
  const payload = Buffer.from(JSON.stringify({ purpose, value, expires })).toString('base64url')
  return `${payload}.${macOf(payload, key).toString('base64url')}`
}

const envelope = z.object({ purpose: z.string(), value: z.unknown(), expires: z.int() })

/** Reads it back; `null` where it is not ours, was changed, was meant for something else, or has ended. */
export function readSignedValue(purpose: string, text: string, key: Uint8Array, now: Date): unknown {
  const [payload, mac, ...rest] = text.split('.')
  if (payload === undefined || mac === undefined || rest.length > 0) return null
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(payload, key)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const read = envelope.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return read.purpose === purpose && read.expires * 1000 > now.getTime() ? read.value : null
}

function macOf(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(payload).digest()
}
