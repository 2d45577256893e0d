import { defaultWorkspace, findToken, type Scope } from '@sluice/store'
import type { Services } from '../context.ts'
import { scopes } from './scopes.ts'
import type { NoSession, Session } from './session.ts'
import { readSignedSession } from './signed-session.ts'

/** What a request brings along to prove who sends it. */
export interface Credentials {
  /** The `Authorization` header. */
  readonly authorization: string | undefined
  /** The value of the cookie `sluice_session`. */
  readonly cookie: string | undefined
}

/** Tokens are `sluice_` and at least 32 URL-safe characters; anything else never reaches the store. */
const tokenShape = /^sluice_[\w-]{32,200}$/

/**
 * Finds out who sends a request. A header wins over a cookie; a header that proves nothing is never made up for by a
 * cookie, so that a revoked token is seen to be refused.
 *
 * @throws StoreError `unavailable` while the database is gone
 */
export async function authenticate(services: Services, credentials: Credentials): Promise<Session | NoSession> {
  if (services.mode === 'single-user') {
    const { id } = await defaultWorkspace(services.store)
    return { workspace: id, actor: 'local', scopes, mode: 'single-user', carriedBy: 'loopback' }
  }
  if (credentials.authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(credentials.authorization)?.[1]
    return token === undefined
      ? { refusal: 'The Authorization header is not "Bearer <token>". Send it as: Authorization: Bearer sluice_…' }
      : byToken(services, token, 'bearer')
  }
  if (credentials.cookie === undefined) return { refusal: nobody(services) }
  if (credentials.cookie.startsWith('sluice_')) return byToken(services, credentials.cookie, 'cookie')
  const signed =
    services.oidc === null ? null : readSignedSession(credentials.cookie, services.oidc.key, services.now())
  if (signed === null) return { refusal: `This sign-in has ended. ${nobody(services)}` }
  return { ...signed, mode: 'oidc', carriedBy: 'cookie' }
}

async function byToken(
  { store, now }: Services,
  token: string,
  carriedBy: 'bearer' | 'cookie',
): Promise<Session | NoSession> {
  const found = tokenShape.test(token) ? await findToken(store, token, now()) : null
  if (found === null)
    return {
      refusal:
        'This token is unknown or was revoked. Ask a person with the admin scope for a new one (Settings → Tokens).',
    }
  const granted: readonly Scope[] = found.record.scopes
  return { workspace: found.workspace, actor: `token:${found.record.name}`, scopes: granted, mode: 'token', carriedBy }
}

function nobody({ oidc }: Services): string {
  const token = 'send a token as "Authorization: Bearer sluice_…"'
  return oidc === null
    ? `Nobody is signed in. Sign in to the console with a token, or ${token}.`
    : `Nobody is signed in. Sign in at ${oidc.signIn}, or ${token}.`
}
