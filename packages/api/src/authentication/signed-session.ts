import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { scopes } from './scopes.ts'
import type { Session } from './session.ts'

/** What a signed cookie says of a person who came through OpenID Connect. */
export type SignedSession = Pick<Session, 'workspace' | 'actor' | 'scopes'>

const payloadSchema = z.object({
  workspace: z.string(),
  actor: z.string(),
  scopes: z.array(z.enum(scopes)),
  expires: z.int(),
})

/**
 * Writes a session into a cookie's value: `<payload>.<HMAC-SHA-256>`, both base64url. Servers with one key accept each
 * other's, and nothing is kept.
 *
 * @param seconds how long it holds
 */
export function signSession(session: SignedSession, key: Uint8Array, now: Date, seconds: number): string {
  const { workspace, actor, scopes } = session
  const expires = Math.floor(now.getTime() / 1000) + seconds
  const payload = Buffer.from(JSON.stringify({ workspace, actor, scopes, expires })).toString('base64url')
  return `${payload}.${macOf(payload, key).toString('base64url')}`
}

/** Reads it back; `null` where it is not ours, was changed, or has ended. */
export function readSignedSession(value: string, key: Uint8Array, now: Date): SignedSession | null {
  const [payload, mac, ...rest] = value.split('.')
  if (payload === undefined || mac === undefined || rest.length > 0) return null
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(payload, key)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { workspace, actor, scopes, expires } = payloadSchema.parse(
    JSON.parse(Buffer.from(payload, 'base64url').toString()),
  )
  return expires * 1000 > now.getTime() ? { workspace, actor, scopes } : null
}

function macOf(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(payload).digest()
}
