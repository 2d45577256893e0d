import { exec } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AppRouter, openApiDocument } from '@sluice/api'
import { createToken, defaultWorkspace, openStore } from '@sluice/store'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { example, variation, variationOfToday } from './set-up/examples.ts'
import { newDatabase, type Served, serve, until } from './set-up/serve.ts'
import { startProcess } from './set-up/server-process.ts'

let server: Served
let read: string
let push: string

beforeAll(async () => {
  server = await serve('live')
  read = (await server.token('read')).token
  push = (await server.token('push')).token
})

afterAll(() => server.close())

function clientOf(token: string) {
  const url = `${server.address}/trpc`
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url, headers: { authorization: `Bearer ${token}` } })] })
}

/** Reads a stream of server-sent events until its text holds what is awaited. */
async function heard(response: Response, awaited: string): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(awaited)) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
  }
  await reader.cancel()
  return text
}

test('the typed client pushes, lists, and reads back what the console shows', async () => {
  const { id, created } = await clientOf(push).evaluations.push.mutate(example)
  expect(created).toBe(true)
  const reader = clientOf(read)
  const [models, listed, evaluation, curves, past, policy] = await Promise.all([
    reader.models.list.query({}),
    reader.evaluations.list.query({ model: 'credit-default', limit: 5 }),
    reader.evaluations.get.query({ id }),
    reader.evaluations.curves.query({ id }),
    reader.evaluations.past.query({ model: 'credit-default', limit: 3 }),
    reader.policies.get.query({ sha256: example.verdict.policySha256 }),
  ])
  expect(models.items.map(({ model }) => model)).toEqual(['credit-default'])
  expect(listed.items.map((item) => item.id)).toContain(id)
  expect(evaluation.report).toEqual(example.verdict)
  expect(curves).toHaveLength(example.evidence.curves.length)
  expect(past[0]!.evidence.curves).toEqual([])
  expect(policy.files).toEqual(example.policy)
})

test('a push is told to open pages of its workspace, and to no other', async () => {
  const follow = (token: string) =>
    server.send('GET', '/trpc/evaluations.onPushed', token, undefined, { accept: 'text/event-stream' })
  const other = await serve('live-other', { store: server.store })
  const [own, foreign] = await Promise.all([follow(read), follow((await server.token('read', other.workspace)).token)])
  expect(own.headers.get('content-type')).toMatch(/text\/event-stream/)
  const first = heard(own, 'credit-default')
  await until(
    async () => server.log.filter((line) => line.includes('onPushed')).length,
    (lines) => lines >= 2,
  )
  const { id } = await clientOf(push).evaluations.push.mutate(variation(1))
  expect(await first).toContain(JSON.stringify({ id, model: 'credit-default', verdict: example.verdict.verdict }))
  await other.close()
  const closing = server.close()
  expect(await heard(foreign, 'credit-default')).not.toContain('credit-default')
  await closing
  server = await serve('live-again')
  read = (await server.token('read')).token
  push = (await server.token('push')).token
})

test('a push to one server is told to open pages of another on the same database, and again after its line broke', async () => {
  const url = await newDatabase('live-two')
  const store = await openStore({ kind: 'postgres', url })
  const { id: workspace } = await defaultWorkspace(store)
  const request = { name: 'all', scopes: ['admin'] as const, actor: 'test', now: new Date() }
  const { token } = await createToken(store, workspace, request)
  const environment = { DATABASE_URL: url, SLUICE_LOG_LEVEL: 'silent' }
  const [one, other] = await Promise.all([startProcess(environment), startProcess(environment)])
  const authorization = `Bearer ${token}`
  const pushTo = async (address: string, number: number) => {
    const response = await fetch(`${address}/api/v1/evaluations`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(variationOfToday(number)),
    })
    return ((await response.json()) as { id: string }).id
  }
  const page = async (address: string) => {
    const response = await fetch(`${address}/trpc/evaluations.onPushed`, {
      headers: { authorization, accept: 'text/event-stream' },
    })
    const stream = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    await stream.read()
    return async () => (await stream.read()).value ?? ''
  }
  const pages = await Promise.all([one, other].map(({ address }) => page(address)))
  const first = await pushTo(one.address, 1)
  for (const next of pages) expect(await next()).toContain(first)

  // The listening connections are the only ones whose last query is LISTEN.
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%' and datname = 'live-two'`
  await store.database.execute(cut)
  const heardAgain = pages[1]!()
  let told = ''
  void heardAgain.then((text) => {
    told = text
  })
  let number = 2
  const pushOne = async () => {
    await pushTo(one.address, number++)
    return told
  }
  await until(pushOne, (text) => text !== '')
  expect(told).toContain('credit-default')
  await Promise.all([one.end('SIGTERM'), other.end('SIGTERM')])
  await store.close()
})

test('the OpenAPI document is valid 3.1 and served', async () => {
  const served = (await (await server.send('GET', '/api/v1/openapi.json', null)).json()) as { paths: unknown }
  expect(served).toEqual(JSON.parse(JSON.stringify(openApiDocument('0.1.0'))))
  expect(served).toMatchObject({ openapi: '3.1.0', paths: { '/evaluations': { post: {}, get: {} } } })
  const schemas = JSON.stringify(served).match(/"schema":/g) ?? []
  expect(schemas.length).toBeGreaterThan(40)
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  for (const operations of Object.values(served.paths as Record<string, Record<string, Operation>>))
    for (const [method, operation] of Object.entries(operations)) {
      expect(['get', 'post', 'delete']).toContain(method)
      expect(operation.operationId).toMatch(/^\w+-\w+$/)
      const bodies = [operation.requestBody?.content, operation.responses['200']?.content]
      for (const body of bodies)
        if (body !== undefined) expect(ajv.validateSchema(body['application/json']!.schema as object)).toBe(true)
    }
})

interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> }
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: unknown }> }>
}

test('the documented curl pushes an evaluation', async () => {
  const document = openApiDocument('0.1.0')
  const command = document.info.description!.split('\n\n').find((part) => part.includes('curl'))!
  const folder = mkdtempSync(join(tmpdir(), 'sluice-curl-'))
  writeFileSync(join(folder, 'evaluation.json'), JSON.stringify(variation(2)))
  const environment = { ...process.env, SLUICE_SERVER: server.address, SLUICE_TOKEN: push }
  const child = await promisify(exec)(command, { cwd: folder, env: environment })
  rmSync(folder, { recursive: true })
  expect(JSON.parse(child.stdout)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), created: true, noted: true })
})

test('gates and verdicts are series for Prometheus, and a value that is none is absent', async () => {
  await clientOf(push).evaluations.push.mutate(example)
  const text = await (await server.send('GET', '/metrics', read)).text()
  const gate = example.verdict.gates.find(({ name }) => name === 'finds-the-rare-ones')!
  const [measurement] = gate.measurements
  expect(text).toContain(
    `sluice_gate_value{model="credit-default",gate="finds-the-rare-ones",metric="pr_auc",dataset="test",slice="${measurement!.slice}"} ${measurement!.value}`,
  )
  expect(text).toContain(`sluice_verdict{model="credit-default",verdict="${example.verdict.verdict}"} 1`)
  expect(text).toMatch(/sluice_gate_status\{[^}]*status="(pass|fail|warn|inconclusive)"\} 1/)
  expect(text).toMatch(/sluice_pushes_total\{result="created"\} [1-9]/)
  expect(text).toMatch(/sluice_http_request_duration_seconds_count\{method="POST",route="\/trpc\/:path",status="200"\}/)
  expect(text).not.toContain('NaN')
})

test('callers that ask too often are told when to come back', async () => {
  const limited = await serve('limited', {
    limits: { changesPerMinute: 2, signInsPerMinute: 1, requestsPerMinute: 50 },
  })
  const { token } = await limited.token('admin')
  const make = () => limited.send('POST', '/api/v1/tokens', token, { name: 'x', scopes: ['read'] })
  expect([(await make()).status, (await make()).status]).toEqual([200, 200])
  const refused = await make()
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  const signIn = () => limited.send('POST', '/session', null, { token: 'sluice_guess' })
  expect([(await signIn()).status, (await signIn()).status]).toEqual([401, 429])
  expect((await limited.send('GET', '/api/v1/models', token)).status).toBe(200)
  await limited.close()
})
