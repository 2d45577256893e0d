import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

export interface Provider {
  readonly issuer: string
  /** The claims that the next person who signs in has. */
  claims: Record<string, unknown>
  /** Made wrong on purpose, to see that it is noticed. */
  fault: 'none' | 'nonce' | 'signature' | 'audience'
  close(): Promise<void>
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A small OpenID provider that speaks the real protocol: discovery, PKCE, client authentication, signed id tokens. */
export async function startProvider(clientId: string, clientSecret: string): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const asked = new Map<string, URLSearchParams>()
  const provider = { issuer: '', claims: {}, fault: 'none' } as { -readonly [K in keyof Provider]: Provider[K] }

  const idToken = (query: URLSearchParams) => {
    const seconds = Math.floor(Date.now() / 1000)
    const payload = {
      iss: provider.issuer,
      sub: 'person-1',
      aud: provider.fault === 'audience' ? 'another' : clientId,
      iat: seconds,
      exp: seconds + 60,
      nonce: provider.fault === 'nonce' ? 'another' : query.get('nonce'),
      ...provider.claims,
    }
    const text = `${base64url({ alg: 'RS256', kid: 'one' })}.${base64url(payload)}`
    const signature = sign('sha256', Buffer.from(text), privateKey)
    if (provider.fault === 'signature') signature[0]! ^= 1
    return `${text}.${signature.toString('base64url')}`
  }

  const exchange = async (request: IncomingMessage) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const given = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    const known = request.headers.authorization === `Basic ${given}` || form.get('client_secret') === clientSecret
    const query = asked.get(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    asked.delete(form.get('code') ?? '')
    if (!known || query?.get('code_challenge') !== challenge) return { error: 'invalid_grant' }
    return { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(query) }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, provider.issuer)
    const json = (value: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration')
      return json({
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      })
    if (url.pathname === '/keys')
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
    if (url.pathname === '/authorize') {
      const code = randomUUID()
      asked.set(code, url.searchParams)
      const back = new URL(url.searchParams.get('redirect_uri')!)
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state')!)
      return response.writeHead(302, { location: back.href }).end()
    }
    const answer = await exchange(request)
    return json(answer, 'error' in answer ? 400 : 200)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  provider.issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  provider.close = () => new Promise((done) => void server.close(() => done()))
  return provider
}
