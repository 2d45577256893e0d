import * as z from 'zod'
import { scopes } from './scopes.ts'
import type { Session } from './session.ts'
import { readSignedValue, signValue } from './signed-value.ts'

/** What a signed cookie says of a person who came through OpenID Connect. */
export type SignedSession = Pick<Session, 'workspace' | 'actor' | 'scopes'>

const purpose = 'session'
const schema = z.object({ workspace: z.string(), actor: z.string(), scopes: z.array(z.enum(scopes)) })

/** @param seconds how long the person stays signed in */
export function signSession(session: SignedSession, key: Uint8Array, now: Date, seconds: number): string {
  const { workspace, actor, scopes } = session
  return signValue(purpose, { workspace, actor, scopes }, key, now, seconds)
}

/** `null` where the cookie is not ours, was changed, or has ended. */
export function readSignedSession(text: string, key: Uint8Array, now: Date): SignedSession | null {
  const value = readSignedValue(purpose, text, key, now)
  return value === null ? null : schema.parse(value)
}
