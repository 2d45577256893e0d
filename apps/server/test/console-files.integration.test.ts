import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { openStore, type Store } from '@sluice/store'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ServerRefusal, startServer } from '../src/index.ts'
import { type Served, serve } from './set-up/serve.ts'

let folder: string
let store: Store
let server: Served

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-console-'))
  const built = join(folder, 'dist')
  mkdirSync(join(built, 'assets'), { recursive: true })
  writeFileSync(join(built, 'index.html'), '<!doctype html><title>Console</title>')
  writeFileSync(join(built, 'assets', 'index-1a2b3c.js'), 'export {}')
  writeFileSync(join(built, 'assets', 'index-1a2b3c.js.br'), brotliCompressSync('export {}'))
  writeFileSync(join(built, 'assets', 'index-1a2b3c.js.gz'), gzipSync('export {}'))
  writeFileSync(join(built, 'assets', 'plain-4d5e6f.js'), 'export const plain = 1')
  writeFileSync(join(built, '.env'), 'SECRET=1')
  for (const end of ['', '.br', '.gz']) writeFileSync(join(folder, `outside.txt${end}`), 'outside')
  cpSync(inject('storeTemplate'), join(folder, 'data'), { recursive: true })
  store = await openStore({ kind: 'embedded', folder: join(folder, 'data') })
  server = await serve('console', { store, mode: 'single-user', consoleFolder: built })
})

afterAll(async () => {
  await server.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

/** Sends a path as it is: `fetch` would tidy it up. */
function raw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(server.address)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    sent.once('error', reject)
    sent.end()
  })
}

test('pages that the console routes get its index; hashed files are kept for a year', async () => {
  for (const path of ['/', '/models/credit-default', '/evaluations/abc?gate=x', '/models/fraud.v2']) {
    const page = await server.send('GET', path, null, undefined, { accept: 'text/html' })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Console')])
    expect(page.headers.get('cache-control')).toBe('no-cache')
  }
  const asset = await server.send('GET', '/assets/index-1a2b3c.js', null)
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('a file goes out as the build compressed it, where the browser takes that', async () => {
  for (const [accepted, sent] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ]) {
    const asset = await server.send('GET', '/assets/index-1a2b3c.js', null, undefined, { 'accept-encoding': accepted! })
    expect([asset.headers.get('content-encoding'), await asset.text()]).toEqual([sent, 'export {}'])
    expect(asset.headers.get('content-type')).toMatch(/^(text|application)\/javascript/)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('vary')).toContain('accept-encoding')
  }
  const plain = await server.send('GET', '/assets/plain-4d5e6f.js', null, undefined, { 'accept-encoding': 'br' })
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'export const plain = 1'])
})

test('missing files and machine addresses are not found rather than answered with a page', async () => {
  const page = { accept: 'text/html' }
  for (const path of ['/assets/gone.js', '/api/v1/nothing', '/trpc/nothing.at', '/favicon.ico']) {
    const response = await server.send('GET', path, null, undefined, path === '/favicon.ico' ? {} : page)
    expect([path, response.status]).toEqual([path, 404])
    expect(response.headers.get('content-type')).toMatch(/json/)
  }
})

test('no path leads out of the folder or to hidden files', async () => {
  for (const path of [
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/%2e%2e%2foutside.txt',
    '/..%5coutside.txt',
    '//outside.txt',
    '/assets/..%252f..%252foutside.txt',
    '/.env',
    `/${'../'.repeat(12)}etc/passwd`,
    '/index.html%00.txt',
  ]) {
    for (const encoding of ['identity', 'br, gzip']) {
      const { status, body } = await raw(path, { 'accept-encoding': encoding })
      expect([path, encoding, status]).toEqual([
        path,
        encoding,
        expect.toSatisfy((code: number) => code >= 400 && code < 500),
      ])
      expect(body).not.toMatch(/^outside|SECRET|root:/)
    }
  }
})

test('every answer carries a policy that lets no foreign or written-in script run, and no frame', async () => {
  for (const path of ['/', '/api/v1/session', '/nothing.txt']) {
    const { headers } = await server.send('GET', path, null)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('the single user needs no login', async () => {
  const session = await server.send('GET', '/api/v1/session', null)
  expect(await session.json()).toMatchObject({ actor: 'local', mode: 'single-user', scopes: ['read', 'push', 'admin'] })
})

test('a page whose name was pointed at this machine is not the single user', async () => {
  const { status, body } = await raw('/api/v1/models', { host: 'evil.example:4380' })
  expect([status, body]).toEqual([403, expect.stringContaining('localhost and 127.0.0.1 only')])
  expect((await raw('/api/v1/models', { host: 'localhost:1' })).status).toBe(200)
})

test('single-user mode refuses every address that others can reach, and says what to do', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.com', '']) {
    const started = startServer({ store, host, port: 0, mode: 'single-user', log: false })
    await expect(started).rejects.toThrow(ServerRefusal)
    await expect(started).rejects.toThrow(/SLUICE_MODE=tokens/)
  }
})
