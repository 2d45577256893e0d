import crypto, { createHash } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { openStore } from '@sluice/store'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { newDatabase, type Served, serve } from './set-up/serve.ts'

// The real function, watched. Modules import it by name, and take what it is from here.
const compared = vi.spyOn(crypto, 'timingSafeEqual')
syncBuiltinESMExports()

const asked: unknown[][] = []
let server: Served

beforeAll(async () => {
  const url = await newDatabase('constant_time')
  const logger = { logQuery: (_: string, params: unknown[]) => void asked.push(params) }
  server = await serve('constant time', { store: await openStore({ kind: 'postgres', url, logger }) })
})

afterAll(async () => {
  await server.close()
  await server.store.close()
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

const hashOf = (token: string) => createHash('sha256').update(token).digest()

beforeEach(() => {
  asked.length = 0
  compared.mockClear()
})

test('a token is looked up by its hash, which is compared in constant time', async () => {
  const { token } = await server.token('read')
  asked.length = 0
  const sent = await server.send('GET', '/api/v1/models', token)
  expect(sent.status).toBe(200)
  const looked = asked.flat()
  expect(looked.filter((one) => one instanceof Uint8Array).map((one) => Buffer.from(one as Uint8Array))).toEqual([
    hashOf(token),
  ])
  expect(compared).toHaveBeenCalledOnce()
  const [kept, given] = compared.mock.calls[0]!.map((one) => Buffer.from(one as Uint8Array))
  expect([kept, given]).toEqual([hashOf(token), hashOf(token)])
})

test('neither a known token nor a guess of one reaches the database as it is', async () => {
  const { token } = await server.token('read')
  const guess = token.slice(0, -1) + (token.endsWith('A') ? 'E' : 'A')
  asked.length = 0
  compared.mockClear()
  await server.send('GET', '/api/v1/models', token)
  expect((await server.send('GET', '/api/v1/models', guess)).status).toBe(401)
  for (const secret of [token, guess]) expect(JSON.stringify(asked)).not.toContain(secret)
  // The guess shares all but its last character with a token, and its hash nothing: no row is found to compare with.
  expect(compared).toHaveBeenCalledOnce()
})
