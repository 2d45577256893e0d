import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startPostgres } from '../../../tools/throwaway-postgres.ts'
import { folder, sluice } from './run-sluice.ts'
import { serve } from './serve-sluice.ts'

/** Who may do what without a token. */
async function stranger(address: string): Promise<unknown> {
  return (await fetch(`${address}/api/v1/session`)).json()
}

const locked = { mode: 'token', scopes: [] }
const open = { mode: 'single-user', scopes: ['read', 'push', 'admin'] }

test.each([
  ['nothing', {}, [], open],
  ['SLUICE_MODE=tokens', { SLUICE_MODE: 'tokens' }, [], locked],
  ['SLUICE_MODE=single-user and --tokens', { SLUICE_MODE: 'single-user' }, ['--tokens'], locked],
  ['SLUICE_MODE set to nothing', { SLUICE_MODE: '' }, [], open],
])('%s decides who needs a token', async (_, env, flags, session) => {
  const server = await serve(join(folder(), 'data'), flags, env)
  expect(await stranger(server.address)).toMatchObject(session)
  expect(/sluice_[\w-]{43}/.test(server.stderr())).toBe(session === locked)
  await server.stop()
})

test('what a refusal to listen elsewhere asks for is enough to listen there', async () => {
  const data = join(folder(), 'data')
  const refused = await sluice(['serve', '--host', '0.0.0.0', '--port', '0', '--data', data])
  expect(refused.code).toBe(2)
  const [, name, value] = /(SLUICE_MODE)=(\w+)/.exec(refused.stderr)!
  const server = await serve(data, ['--host', '0.0.0.0'], { [name!]: value! })
  expect(await stranger(server.address)).toMatchObject(locked)
  await server.stop()
})

test('a mode that there is not is refused by its name', async () => {
  const { code, stderr } = await sluice(['serve', '--data', join(folder(), 'data')], { env: { SLUICE_MODE: 'open' } })
  expect([code, stderr]).toEqual([2, expect.stringContaining('SLUICE_MODE')])
})

test('over a shared database callers need tokens, and none is spared them', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres.stop())
  const env = { DATABASE_URL: `${postgres.url}/postgres` }
  const team = await serve(join(folder(), 'unused'), [], env)
  expect(await stranger(team.address)).toMatchObject(locked)
  await team.stop()
  const { code, stderr } = await sluice(['serve', '--port', '0'], { env: { ...env, SLUICE_MODE: 'single-user' } })
  expect([code, stderr]).toEqual([2, expect.stringContaining('SLUICE_MODE is single-user and DATABASE_URL is set')])
})

test('a terminal is spared requests, and SLUICE_LOG_LEVEL=info logs each as a line of JSON', async () => {
  const data = join(folder(), 'data')
  const quiet = await serve(data)
  await stranger(quiet.address)
  await quiet.stop()
  expect(quiet.stderr()).toBe('')
  const talkative = await serve(data, [], { SLUICE_LOG_LEVEL: 'info' })
  await fetch(`${talkative.address}/api/v1/session`, { headers: { 'x-request-id': 'from-a-test' } })
  await talkative.stop()
  const lines = talkative
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { reqId?: string; req?: object; res?: object })
  const ours = lines.filter(({ reqId }) => reqId === 'from-a-test')
  expect(ours).toEqual([
    expect.objectContaining({ req: expect.objectContaining({ method: 'GET', path: '/api/v1/session' }) }),
    expect.objectContaining({ res: expect.objectContaining({ statusCode: 200 }) }),
  ])
})

test('SLUICE_PUBLIC_URL is where pages may come from', async () => {
  const server = await serve(join(folder(), 'data'), [], { SLUICE_PUBLIC_URL: 'https://sluice.example.com' })
  const from = async (origin: string) =>
    (await fetch(`${server.address}/api/v1/models`, { headers: { origin } })).status
  expect([await from('https://sluice.example.com'), await from('https://evil.example')]).toEqual([200, 403])
  await server.stop()
})
