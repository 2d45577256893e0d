import { hkdfSync } from 'node:crypto'
import * as client from 'openid-client'
import * as z from 'zod'
import { scopes } from '../scopes.ts'
import type { Session } from '../session.ts'
import { readSignedValue, signValue } from '../signed-value.ts'

/** People's sign-in by OpenID Connect. */
export interface OpenIdOptions {
  /** The provider's address, under which `/.well-known/openid-configuration` is. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where browsers reach this server, `https://sluice.example.com`. */
  readonly publicUrl: string
  /** Who may read: addresses (`ada@example.com`) or whole domains (`@example.com`). */
  readonly allowed: readonly string[]
  /** Who may do everything, by address. */
  readonly admins: readonly string[]
  /** Whether an address counts of which the provider does not say that it is verified: where nobody can choose his own. */
  readonly trustEmails?: boolean
}

/** Why a person is not signed in, for pages that say it in their own words. */
export type SignInProblem = 'expired' | 'provider' | 'email' | 'not-allowed'

interface SignInFailure {
  readonly begun?: boolean
  readonly who?: string
  readonly cause?: unknown
}

/** Thrown where a person cannot be signed in; the message is theirs to read. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly problem: SignInProblem
  /** Whether it was an answer to a sign-in that was begun here. */
  readonly begun: boolean
  /** Who the provider says it was, where it did. */
  readonly who: string | null
  constructor(problem: SignInProblem, message: string, { begun = true, who, cause }: SignInFailure = {}) {
    super(message, { cause })
    this.problem = problem
    this.begun = begun
    this.who = who ?? null
  }
}

export interface SignedIn extends Pick<Session, 'actor' | 'scopes'> {
  /** As `begin` was given it. */
  readonly next: string | undefined
}

export interface OpenIdSignIn {
  /** Of signed cookies; from the client's secret, so that servers that share it accept each other's. */
  readonly key: Uint8Array
  /**
   * Where to send the browser, and what to put into its cookie meanwhile.
   *
   * @param next the path that the person wants to see afterwards
   */
  begin(now: Date, next?: string): Promise<{ readonly redirect: string; readonly cookie: string }>
  /**
   * @param answered the address that the provider sent the browser back to
   * @throws SignInError where the answer is not to what `begin` asked, or the person may not sign in
   */
  finish(answered: string, cookie: string | undefined, now: Date): Promise<SignedIn>
}

const purpose = 'sign-in'
const secondsToAnswer = 600
const begun = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string().optional() })
const claimed = z.object({ email: z.string(), email_verified: z.boolean().optional() })

/**
 * Authorization code flow with PKCE, by openid-client. The provider is asked for its configuration at the first
 * sign-in, and again until it answers: a server starts without it.
 *
 * @param callback the path that the provider sends browsers back to
 */
export function openIdSignIn(options: OpenIdOptions, callback: string): OpenIdSignIn {
  const key = new Uint8Array(hkdfSync('sha256', options.clientSecret, options.issuer, 'sluice sign-in', 32))
  const redirect_uri = new URL(callback, options.publicUrl).href
  let known: client.Configuration | null = null
  const provider = async () => {
    known ??= await discover(options)
    return known
  }
  return {
    key,
    async begin(now, next) {
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const redirect = client.buildAuthorizationUrl(await provider(), {
        redirect_uri,
        scope: 'openid email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const cookie = signValue(purpose, { state, nonce, verifier, next }, key, now, secondsToAnswer)
      return { redirect: redirect.href, cookie }
    },
    async finish(answered, cookie, now) {
      const asked = readSignedValue(purpose, cookie ?? '', key, now)
      if (asked === null)
        throw new SignInError('expired', 'This sign-in was not begun here, or took too long. Begin again.', {
          begun: false,
        })
      const { state, nonce, verifier, next } = begun.parse(asked)
      const url = new URL(new URL(answered, options.publicUrl).search, redirect_uri)
      const tokens = await exchange(await provider(), url, state, nonce, verifier)
      return { ...personOf(tokens.claims(), options), next }
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OpenIdOptions): Promise<client.Configuration> {
  const address = new URL(issuer)
  // Without TLS only on this very machine, where nobody is in between.
  const local = address.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  try {
    // By default a token that came over TLS is believed unread; ours are held against the provider's keys.
    const execute = [client.enableNonRepudiationChecks, ...(local ? [client.allowInsecureRequests] : [])]
    return await client.discovery(address, clientId, clientSecret, undefined, { execute })
  } catch (error) {
    throw new SignInError(
      'provider',
      `The sign-in provider ${address.host} does not answer as one. Try again in a minute.`,
      {
        cause: error,
      },
    )
  }
}

async function exchange(provider: client.Configuration, url: URL, state: string, nonce: string, verifier: string) {
  try {
    return await client.authorizationCodeGrant(provider, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
  } catch (error) {
    throw new SignInError('provider', 'The sign-in provider did not confirm who you are. Begin again.', {
      cause: error,
    })
  }
}

function personOf(claims: unknown, { allowed, admins, trustEmails }: OpenIdOptions): Pick<Session, 'actor' | 'scopes'> {
  const read = claimed.safeParse(claims)
  const verified = read.data?.email_verified ?? trustEmails ?? false
  if (!read.success || !verified)
    throw new SignInError(
      'email',
      'The sign-in provider names no confirmed e-mail address of yours. Confirm it there first; where it confirms all of them and does not say so, whoever runs this server sets SLUICE_OIDC_TRUST_EMAILS=1.',
    )
  const actor = read.data.email.toLowerCase()
  const domain = actor.slice(actor.lastIndexOf('@'))
  const names = (list: readonly string[]) => list.some((one) => one.toLowerCase() === actor)
  if (names(admins)) return { actor, scopes }
  if (names(allowed) || allowed.some((one) => one.toLowerCase() === domain)) return { actor, scopes: ['read'] }
  throw new SignInError(
    'not-allowed',
    `${actor} may not sign in here. Ask whoever runs this server to allow the address.`,
    {
      who: actor,
    },
  )
}
