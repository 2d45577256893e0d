import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultWorkspace, listAudit, verifyAudit } from '@sluice/store'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Provider, startProvider } from './set-up/open-id-provider.ts'
import { type Served, serve } from './set-up/serve.ts'

const [clientId, clientSecret] = ['sluice', 'a client secret of the tests']
let provider: Provider
let server: Served
let moment = new Date()
let consoleFolder: string

beforeAll(async () => {
  provider = await startProvider(clientId, clientSecret)
  const port = await freePort()
  const oidc = {
    issuer: provider.issuer,
    clientId,
    clientSecret,
    publicUrl: `http://127.0.0.1:${port}`,
    allowed: ['@example.com'],
    admins: ['boss@example.com'],
  }
  consoleFolder = mkdtempSync(join(tmpdir(), 'sluice-console-'))
  writeFileSync(join(consoleFolder, 'index.html'), '<title>Sluice</title>')
  server = await serve('open-id', {
    oidc,
    port,
    now: () => moment,
    consoleFolder,
    limits: { signInsPerMinute: 1000 },
  })
})

beforeEach(() => {
  provider.fault = 'none'
  provider.claims = { email: 'Ada@example.com', email_verified: true }
  moment = new Date()
})

afterAll(async () => {
  await server.close()
  await provider.close()
  rmSync(consoleFolder, { recursive: true })
})

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
}

const visit = (url: string, cookie = '', accept = '*/*') =>
  fetch(url, { redirect: 'manual', headers: { cookie, accept } })
const cookieOf = (response: Response, name: string) =>
  response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`)) ?? ''

/** What a browser does: to the provider, and back with the cookie. */
async function comeBack(query = ''): Promise<{ readonly url: string; readonly cookie: string }> {
  const begun = await visit(`${server.address}/session/openid${query}`)
  expect(begun.status).toBe(302)
  const [cookie] = cookieOf(begun, 'sluice_sign_in').split(';')
  const answered = await visit(begun.headers.get('location')!)
  return { url: answered.headers.get('location')!, cookie: cookie! }
}

async function signIn(): Promise<Response> {
  const { url, cookie } = await comeBack()
  return visit(url, cookie)
}

test('a person of the allowed domain signs in by OpenID Connect and reads, and may do no more', async () => {
  const before = await (await visit(`${server.address}/api/v1/session`)).json()
  expect(before).toMatchObject({ scopes: [], mode: 'oidc', signIn: '/session/openid' })
  const signedIn = await signIn()
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([302, '/'])
  const set = cookieOf(signedIn, 'sluice_session')
  expect(set).toContain('HttpOnly; SameSite=Strict')
  const [cookie] = set.split(';')
  const session = await visit(`${server.address}/api/v1/session`, cookie)
  expect(await session.json()).toMatchObject({ actor: 'ada@example.com', scopes: ['read'], mode: 'oidc' })
  expect((await visit(`${server.address}/api/v1/models`, cookie)).status).toBe(200)
  expect((await visit(`${server.address}/api/v1/tokens`, cookie)).status).toBe(403)
  moment = new Date(Date.now() + 13 * 3600_000)
  expect((await visit(`${server.address}/api/v1/models`, cookie)).status).toBe(401)
})

test('a named administrator may do everything', async () => {
  provider.claims = { email: 'boss@example.com', email_verified: true }
  const [cookie] = cookieOf(await signIn(), 'sluice_session').split(';')
  expect((await visit(`${server.address}/api/v1/tokens`, cookie)).status).toBe(200)
})

test('people of elsewhere and addresses that nobody confirmed are refused', async () => {
  provider.claims = { email: 'eve@evil.example', email_verified: true }
  const stranger = await signIn()
  expect([stranger.status, await stranger.text()]).toEqual([401, expect.stringContaining('may not sign in here')])
  expect(cookieOf(stranger, 'sluice_session')).toBe('')
  provider.claims = { email: 'ada@example.com', email_verified: false }
  expect((await signIn()).status).toBe(401)
  // Many providers let people set an address, and say nothing of it.
  provider.claims = { email: 'boss@example.com' }
  expect((await signIn()).status).toBe(401)
  provider.claims = {}
  expect((await signIn()).status).toBe(401)
})

test('who signs in comes back to the page that was asked for, and to no other site', async () => {
  const back = async (next: string) => {
    const { url, cookie } = await comeBack(`?next=${encodeURIComponent(next)}`)
    return (await visit(url, cookie)).headers.get('location')
  }
  expect(await back('/models/credit-default?tab=gates')).toBe('/models/credit-default?tab=gates')
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example'])
    expect(await back(elsewhere)).toBe('/')
})

test('a browser that is refused is led to the page that says why; who asks for JSON is answered in it', async () => {
  const page = 'text/html,application/xhtml+xml'
  const late = await visit(`${server.address}/session/openid/callback?code=x&state=y`, '', page)
  expect([late.status, late.headers.get('location')]).toEqual([302, '/sign-in?problem=expired'])
  provider.claims = { email: 'eve@evil.example', email_verified: true }
  const { url, cookie } = await comeBack()
  const stranger = await visit(url, cookie, page)
  expect([stranger.status, stranger.headers.get('location')]).toEqual([302, '/sign-in?problem=not-allowed'])
  expect(cookieOf(stranger, 'sluice_session')).toBe('')
})

test('an id token with a wrong nonce, signature or audience signs nobody in', async () => {
  for (const fault of ['nonce', 'signature', 'audience'] as const) {
    provider.fault = fault
    const response = await signIn()
    expect([fault, response.status, cookieOf(response, 'sluice_session')]).toEqual([fault, 401, ''])
  }
})

test("an answer to another browser's sign-in, a second use and a late answer sign nobody in", async () => {
  const [mine, theirs] = [await comeBack(), await comeBack()]
  expect((await visit(theirs.url, mine.cookie)).status).toBe(401)
  expect((await visit(theirs.url)).status).toBe(401)
  expect((await visit(mine.url, mine.cookie)).status).toBe(302)
  expect((await visit(mine.url, mine.cookie)).status).toBe(401)
  const slow = await comeBack()
  moment = new Date(Date.now() + 11 * 60_000)
  expect((await visit(slow.url, slow.cookie)).status).toBe(401)
})

test('sign-ins and what was refused of them are in the audit log, and what nobody began here is not', async () => {
  const entries = async () => (await listAudit(server.store, defaultId, { limit: 200 })).items
  const { id: defaultId } = await defaultWorkspace(server.store)
  const before = (await entries()).length
  await signIn()
  provider.claims = { email: 'eve@evil.example', email_verified: true }
  await signIn()
  provider.fault = 'nonce'
  await signIn()
  await visit(`${server.address}/session/openid/callback?code=x&state=y`)
  const added = (await entries()).slice(0, -before || undefined)
  expect(added.map(({ actor, action, detail }) => [actor, action, detail]).reverse()).toEqual([
    ['ada@example.com', 'sign-in.accepted', { scopes: 'read' }],
    ['eve@evil.example', 'sign-in.refused', { reason: expect.stringContaining('may not sign in here') }],
    ['unknown', 'sign-in.refused', { reason: expect.stringContaining('did not confirm who you are') }],
  ])
  expect(await verifyAudit(server.store, defaultId)).toMatchObject({ ok: true })
})

test('neither the secret, nor a code, nor a cookie is in the log', async () => {
  const { url, cookie } = await comeBack()
  const signedIn = await visit(url, cookie)
  const log = server.log.join('')
  const session = cookieOf(signedIn, 'sluice_session').split(/[=;]/)[1]!
  for (const secret of [clientSecret, new URL(url).searchParams.get('code')!, cookie.split('=')[1]!, session])
    expect(log).not.toContain(secret)
})
