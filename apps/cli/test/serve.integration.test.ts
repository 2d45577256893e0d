import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, root, sluice } from './run-sluice.ts'
import { serve } from './serve-sluice.ts'

async function evaluations(address: string, token?: string): Promise<{ id: string; model: string; verdict: string }[]> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`${address}/api/v1/evaluations`, { headers })
  return ((await response.json()) as { items: { id: string; model: string; verdict: string }[] }).items
}

test('check --push stores each verdict once and notes each run, a restarted server still has it, and killing it loses nothing', async () => {
  const data = join(folder(), 'data')
  const first = await serve(data)
  const pushed = await sluice(['check', 'policies/census-income', '--push', first.address])
  expect([pushed.code, pushed.stderr]).toEqual([3, expect.stringContaining('pushed: http')])
  const again = await sluice(['check', 'policies/census-income', '--push', first.address])
  expect(again.stderr).toContain('was there already, this run is noted')
  const [stored, before, ...others] = await evaluations(first.address)
  expect([before?.id, others]).toEqual([stored?.id, []])
  expect(stored).toMatchObject({ model: 'census-income', verdict: 'inconclusive' })
  expect(pushed.stderr).toContain(`${first.address}/evaluations/${stored!.id}`)
  await first.stop('SIGKILL')

  const second = await serve(data)
  expect(await evaluations(second.address)).toEqual([stored, before])
  expect(await second.stop('SIGTERM')).toBe(0)
})

test('two servers cannot share a folder, and the second one says what to do', async () => {
  const data = join(folder(), 'data')
  const first = await serve(data)
  const second = await sluice(['serve', '--port', '0', '--data', data])
  expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/DATABASE_URL|other|stop/i)])
  expect(second.stderr).not.toMatch(/\n\s+at /)
  await first.stop()
})

test('with --tokens nothing is read or pushed without one, and the first one is shown once', async () => {
  const cwd = folder()
  const data = join(cwd, 'data')
  const server = await serve(data, ['--tokens'])
  const token = /sluice_[\w-]+/.exec(server.stderr())![0]
  const refused = await sluice(['check', join(root, 'policies/census-income'), '--push', server.address], {
    cwd,
    env: { SLUICE_TOKEN: 'sluice_wrong' },
  })
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('(401)')])
  expect((await fetch(`${server.address}/api/v1/evaluations`)).status).toBe(401)
  const sent = await sluice(['push', '--to', server.address], { cwd, env: { SLUICE_TOKEN: token } })
  expect([sent.code, sent.stderr]).toEqual([0, expect.stringContaining('pushed: http')])
  expect(await evaluations(server.address, token)).toHaveLength(1)
  await server.stop()
  const restarted = await serve(data, ['--tokens'])
  expect(restarted.stderr()).not.toContain('sluice_')
  await restarted.stop()
})

test('a workspace is made with its first token, and whoever has it is in that workspace', async () => {
  const data = join(folder(), 'data')
  const made = await sluice(['workspace', 'create', 'fraud', '--data', data])
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('Made fraud (')])
  const token = made.stdout.trim()
  expect(token).toMatch(/^sluice_[\w-]{43}$/)
  const again = await sluice(['workspace', 'create', 'fraud', '--data', data])
  expect([again.code, again.stdout, again.stderr]).toEqual([2, '', expect.stringContaining('already')])
  const { stdout } = await sluice(['workspace', 'list', '--data', data])
  expect(stdout).toMatch(/^fraud\t[0-9a-f-]{36}\t\d{4}-\d\d-\d\d\n$/)
  const server = await serve(data, ['--tokens'])
  const session = await fetch(`${server.address}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } })
  expect(await session.json()).toMatchObject({ workspace: { name: 'fraud' }, scopes: ['read', 'push', 'admin'] })
  await server.stop()
})

test.each([
  ['create', ''],
  ['create', 'x'.repeat(101)],
])('a workspace %s of no name is refused', async (...args) => {
  const { code, stderr } = await sluice(['workspace', ...args, '--data', join(folder(), 'data')])
  expect([code, stderr]).toEqual([2, expect.stringContaining('1 to 100 characters')])
})

test('without tokens it listens on this machine only', async () => {
  const { code, stderr } = await sluice(['serve', '--host', '0.0.0.0', '--data', join(folder(), 'data')])
  expect([code, stderr]).toEqual([2, expect.stringContaining('tokens')])
})

const provider = {
  SLUICE_OIDC_ISSUER: 'https://id.example.com',
  SLUICE_OIDC_CLIENT_ID: 'sluice',
  SLUICE_OIDC_CLIENT_SECRET: 'hush-hush',
  SLUICE_OIDC_ALLOWED: '@example.com',
}

test('people’s sign-in comes from the environment, and nobody reads without it', async () => {
  const server = await serve(join(folder(), 'data'), ['--keep-days', '90'], {
    ...provider,
    SLUICE_PUBLIC_URL: 'https://sluice.example.com',
  })
  const session = (await (await fetch(`${server.address}/api/v1/session`)).json()) as object
  expect(session).toMatchObject({ mode: 'oidc', signIn: '/session/openid', scopes: [] })
  expect((await fetch(`${server.address}/api/v1/evaluations`)).status).toBe(401)
  await server.stop()
})

test.each([
  ['a retention of no number', ['--keep-days', 'never'], {}, 'SLUICE_KEEP_DAYS'],
  ['half a sign-in', [], provider, 'also needs SLUICE_PUBLIC_URL'],
])('%s is refused by its name', async (_, flags, env, named) => {
  const { code, stderr } = await sluice(['serve', '--data', join(folder(), 'data'), ...flags], { env })
  expect([code, stderr]).toEqual([2, expect.stringContaining(named)])
  expect(stderr).not.toContain('hush-hush')
})
