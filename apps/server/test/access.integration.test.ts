import { createWorkspace } from '@sluice/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { example, variation } from './set-up/examples.ts'
import { type Served, serve } from './set-up/serve.ts'

let server: Served
let read: string
let push: string
let admin: string

beforeAll(async () => {
  server = await serve('access')
  read = (await server.token('read')).token
  push = (await server.token('push')).token
  admin = (await server.token('admin')).token
})

afterAll(() => server.close())

const body = async (response: Response) => (await response.json()) as { code: string; message: string }

test('without a token reads and pushes are refused with the next step', async () => {
  for (const response of [
    await server.send('GET', '/api/v1/models', null),
    await server.send('POST', '/api/v1/evaluations', null, example),
    await server.send('GET', '/metrics', null),
  ]) {
    expect(response.status).toBe(401)
    expect(await body(response)).toMatchObject({
      code: 'UNAUTHORIZED',
      message: /Authorization: Bearer sluice_/ as never,
    })
  }
})

test('a push without a token is refused before its body is read', async () => {
  const response = await server.send('POST', '/api/v1/evaluations', null, '{ not json')
  expect(response.status).toBe(401)
})

test('a token without the scope is refused by the name of the scope', async () => {
  const pushed = await server.send('POST', '/api/v1/evaluations', read, example)
  expect([pushed.status, (await body(pushed)).message]).toEqual([
    403,
    expect.stringContaining("needs the scope 'push'"),
  ])
  const listed = await server.send('GET', '/api/v1/models', push)
  expect([listed.status, (await body(listed)).message]).toEqual([
    403,
    expect.stringContaining("needs the scope 'read'"),
  ])
  const made = await server.send('POST', '/api/v1/tokens', push, { name: 'mine', scopes: ['admin'] })
  expect([made.status, (await body(made)).message]).toEqual([403, expect.stringContaining("needs the scope 'admin'")])
})

test('a made token is shown once, works, and is refused from its revocation on', async () => {
  const made = await server.send('POST', '/api/v1/tokens', admin, { name: 'ci', scopes: ['read'] })
  const { token, record } = (await made.json()) as { token: string; record: { id: string } }
  expect((await server.send('GET', '/api/v1/models', token)).status).toBe(200)
  expect(await (await server.send('GET', '/api/v1/tokens', admin)).text()).not.toContain(token)
  expect((await server.send('DELETE', `/api/v1/tokens/${record.id}`, admin)).status).toBe(200)
  const refused = await server.send('GET', '/api/v1/models', token)
  expect([refused.status, (await body(refused)).message]).toEqual([401, expect.stringContaining('was revoked')])
  expect((await server.send('DELETE', `/api/v1/tokens/${record.id}`, admin)).status).toBe(404)
})

test('the last token that may administrate is not revoked: its holder is told to make another first', async () => {
  const alone = (await createWorkspace(server.store, 'alone')).id
  const { token, id } = await server.token('admin', alone)
  const refused = await server.send('DELETE', `/api/v1/tokens/${id}`, token)
  expect([refused.status, (await body(refused)).message]).toEqual([
    409,
    expect.stringContaining("Make a new one with 'admin' first"),
  ])
  expect((await server.send('GET', '/api/v1/tokens', token)).status).toBe(200)
  const made = await server.send('POST', '/api/v1/tokens', token, { name: 'next', scopes: ['admin'] })
  const next = (await made.json()) as { token: string }
  expect((await server.send('DELETE', `/api/v1/tokens/${id}`, next.token)).status).toBe(200)
})

test("another workspace's evaluation, policy and token look as if they were not there", async () => {
  const other = (await createWorkspace(server.store, 'others')).id
  const theirs = (await server.token('read', other)).token
  const pushed = await server.send('POST', '/api/v1/evaluations', push, variation(1))
  const { id } = (await pushed.json()) as { id: string }
  expect((await server.send('GET', `/api/v1/evaluations/${id}`, read)).status).toBe(200)
  for (const path of [
    `/evaluations/${id}`,
    `/evaluations/${id}/evidence`,
    `/evaluations/${id}/curves`,
    `/policies/${example.verdict.policySha256}`,
  ]) {
    const response = await server.send('GET', `/api/v1${path}`, theirs)
    expect([response.status, (await body(response)).code]).toEqual([404, 'NOT_FOUND'])
  }
  const { id: ours } = await server.token('read')
  const theirAdmin = (await server.token('admin', other)).token
  expect((await server.send('DELETE', `/api/v1/tokens/${ours}`, theirAdmin)).status).toBe(404)
  expect(await (await server.send('GET', '/api/v1/models', theirs)).json()).toEqual({ items: [], nextCursor: null })
  expect(await (await server.send('GET', '/metrics', theirs)).text()).not.toContain('credit-default')
})

test('no secret reaches the log or the body of an error', async () => {
  const unknown = `sluice_${'x'.repeat(43)}`
  const refused = await server.send('GET', '/api/v1/models?token=in-the-address', unknown)
  expect(await refused.text()).not.toContain(unknown)
  await server.send('POST', '/session', null, { token: push })
  await server.send('GET', '/api/v1/models', null, undefined, { cookie: `sluice_session=${read}` })
  const log = server.log.join('')
  expect(log).toContain('/api/v1/models')
  for (const secret of [unknown, read, push, admin, 'in-the-address']) expect(log).not.toContain(secret)
})

test('an error says nothing of how the server is built', async () => {
  const response = await server.send('GET', '/api/v1/evaluations?cursor=%27%3B%20drop%20table', read)
  const text = await response.text()
  expect(response.status).toBe(400)
  expect(text).not.toMatch(/\bat .*\.ts|node_modules|select |postgres|stack/i)
})

test('a cookie signs a browser in, scripts cannot read it, and changes by it need a sign of intent', async () => {
  const signedIn = await server.send('POST', '/session', null, { token: admin })
  expect(signedIn.status).toBe(200)
  const set = signedIn.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/^sluice_session=sluice_[^;]+; Path=\/; HttpOnly; SameSite=Strict/)
  const cookie = set.split(';')[0]!
  const own = { cookie, origin: server.address }
  const session = await server.send('GET', '/trpc/session.get', null, undefined, { cookie })
  expect(await session.json()).toMatchObject({ result: { data: { actor: 'token:for-admin', mode: 'token' } } })
  const make = (headers: Record<string, string>) =>
    server.send('POST', '/trpc/tokens.create', null, { name: 'x', scopes: ['read'] }, headers)
  expect((await make(own)).status).toBe(403)
  expect((await make({ cookie, 'x-sluice-csrf': '1' })).status).toBe(403)
  expect((await make({ ...own, 'x-sluice-csrf': '1' })).status).toBe(200)
  expect((await server.send('DELETE', '/session', null, undefined, own)).status).toBe(403)
  const out = await server.send('DELETE', '/session', null, undefined, { ...own, 'x-sluice-csrf': '1' })
  expect(out.headers.get('set-cookie')).toMatch(/^sluice_session=;.*Expires=Thu, 01 Jan 1970/)
})

test('a cookie of a server that browsers reach by TLS goes over nothing else, whatever a proxy says', async () => {
  const behind = await serve('behind-a-proxy', { publicUrl: 'https://sluice.example.com' })
  const { token } = await behind.token('read')
  const signedIn = await behind.send('POST', '/session', null, { token })
  expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; Secure; SameSite=Strict/)
  await behind.close()
})

test('what pages of other sites send is refused, with a cookie or without', async () => {
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    expect((await server.send('GET', '/api/v1/models', read, undefined, headers)).status).toBe(403)
    expect((await server.send('POST', '/trpc/evaluations.push', push, example, headers)).status).toBe(403)
    expect((await server.send('POST', '/session', null, { token: read }, headers)).status).toBe(403)
  }
  const preflight = await server.send('OPTIONS', '/api/v1/models', null, undefined, { origin: 'https://evil.example' })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  const form = { 'content-type': 'text/plain' }
  expect((await server.send('POST', '/session', null, JSON.stringify({ token: read }), form)).status).toBe(415)
})

test('behind a proxy that gives it another name, pages of its public address are its own', async () => {
  const named = await serve('public address', { publicUrl: 'https://sluice.example.org' })
  const { token } = await named.token('admin')
  const asked = (origin: string) => named.send('GET', '/api/v1/models', token, undefined, { origin })
  expect((await asked('https://sluice.example.org')).status).toBe(200)
  expect((await asked('https://evil.example')).status).toBe(403)
  expect((await asked('https://sluice.example.org')).headers.get('strict-transport-security')).toMatch(/max-age/)
  for (const other of ['http://sluice.example.org', 'https://sluice.example.org:8443'])
    expect((await asked(other)).status).toBe(403)
  const origin = { origin: 'https://sluice.example.org' }
  const signedIn = await named.send('POST', '/session', null, { token }, origin)
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const byPage = { ...origin, cookie, 'x-sluice-csrf': '1' }
  const made = await named.send('POST', '/trpc/tokens.create', null, { name: 'x', scopes: ['read'] }, byPage)
  expect(made.status).toBe(200)
  await named.close()
})
