import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { judge, measureCatalogue } from '@sluice/gates'
import { parsePolicy } from '@sluice/policy'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { example, variation } from './set-up/examples.ts'
import { type Served, serve } from './set-up/serve.ts'

let server: Served
let read: string
let push: string

beforeAll(async () => {
  server = await serve('bodies')
  read = (await server.token('read')).token
  push = (await server.token('push')).token
})

afterAll(() => server.close())

const evaluations = '/api/v1/evaluations'
const gzip = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
const answer = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code]

test('a push is stored whole and once, compressed or not, by either face', async () => {
  const first = await server.send('POST', evaluations, push, gzipSync(JSON.stringify(example)), gzip)
  expect(first.status).toBe(200)
  const { id, created } = (await first.json()) as { id: string; created: boolean }
  expect([created, id]).toEqual([true, expect.stringMatching(/^[0-9a-f]{64}$/)])
  expect(await (await server.send('POST', evaluations, push, example)).json()).toEqual({
    id,
    created: false,
    noted: false,
  })
  const byTrpc = await server.send('POST', '/trpc/evaluations.push', push, gzipSync(JSON.stringify(example)), gzip)
  expect(await byTrpc.json()).toEqual({ result: { data: { id, created: false, noted: false } } })
  expect(await (await server.send('GET', `${evaluations}/${id}/evidence`, read)).json()).toEqual(example.evidence)
  const bare = await (await server.send('GET', `${evaluations}/${id}/evidence?without=curves`, read)).json()
  expect(bare).toEqual({ ...example.evidence, curves: [] })
})

test('a body over the limit is refused, announced or not', async () => {
  const large = JSON.stringify({ verdict: 'x'.repeat(17 * 2 ** 20) })
  expect(await answer(await server.send('POST', evaluations, push, large))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  const trpc = await server.send('POST', '/trpc/evaluations.push', push, large)
  expect(await trpc.json()).toMatchObject({ error: { data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 } } })
  async function* chunks() {
    for (let sent = 0; sent < 17; sent++) yield Buffer.alloc(2 ** 20, ' ')
  }
  const streamed = await fetch(`${server.address}${evaluations}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${push}`, 'content-type': 'application/json' },
    body: chunks() as never,
    duplex: 'half',
  })
  expect(streamed.status).toBe(413)
})

test('a gzip bomb is stopped while it unpacks', async () => {
  const bomb = gzipSync(Buffer.alloc(128 * 2 ** 20, ' '))
  expect(bomb.length).toBeLessThan(2 ** 20)
  const before = process.memoryUsage().rss
  expect(await answer(await server.send('POST', evaluations, push, bomb, gzip))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect(process.memoryUsage().rss - before).toBeLessThan(110 * 2 ** 20)
})

test('broken gzip, an unknown encoding and broken JSON are refused as what they are', async () => {
  const whole = gzipSync(JSON.stringify(example))
  expect((await server.send('POST', evaluations, push, whole.subarray(0, 5000), gzip)).status).toBe(400)
  expect((await server.send('POST', evaluations, push, Buffer.from('no gzip'), gzip)).status).toBe(400)
  expect((await server.send('POST', evaluations, push, 'x', { 'content-encoding': 'br' })).status).toBe(415)
  expect((await server.send('POST', evaluations, push, '{ "verdict": ')).status).toBe(400)
  expect((await server.send('POST', evaluations, push, '{ "__proto__": { "a": 1 } }')).status).toBe(400)
})

test('deep nesting is refused before anything walks it; brackets in texts do not count', async () => {
  const deep = `{"verdict":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(await answer(await server.send('POST', evaluations, push, deep))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  const flat = await server.send('POST', evaluations, push, { verdict: '['.repeat(1000) })
  expect(await answer(flat)).toEqual([400, 'BAD_REQUEST'])
})

test('what is not an evaluation is refused with the place of the fault', async () => {
  const message = async (body: unknown) => {
    const response = await server.send('POST', evaluations, push, body)
    return [response.status, ((await response.json()) as { message: string }).message]
  }
  const [gate] = example.verdict.gates
  const gates = [{ ...gate!, status: 'great' }]
  expect(await message({ ...example, verdict: { ...example.verdict, gates } })).toEqual([
    400,
    expect.stringContaining('verdict.gates[0].status'),
  ])
  expect(await message({ ...example, evidence: { schema: 'other' } })).toEqual([
    400,
    expect.stringContaining('not evidence of sluice.evidence/1'),
  ])
  expect(await message({ ...example, origin: { run: 'javascript:alert(1)' } })).toEqual([
    400,
    expect.stringContaining('origin.run'),
  ])
})

test('a forged verdict is refused, and nothing of it is stored', async () => {
  const pushed = variation(77)
  const forged = {
    ...pushed,
    verdict: { ...pushed.verdict, verdict: pushed.verdict.verdict === 'pass' ? 'fail' : 'pass' },
  }
  const response = await server.send('POST', evaluations, push, forged)
  expect(response.status).toBe(422)
  expect(((await response.json()) as { message: string }).message).toContain('does not follow from the evidence')
  const { id } = (await (await server.send('POST', evaluations, push, pushed)).json()) as { id: string }
  const listed = (await (await server.send('GET', evaluations, read)).json()) as { items: { id: string }[] }
  expect(listed.items.filter((item) => item.id === id)).toHaveLength(1)
})

test('HTML and terminal codes in names and reasons are kept as they are and given out as JSON only', async () => {
  const inert = `<script>alert(1)</script>\u001b[31m`
  const [own, ...ancestors] = example.policy
  const text = own!.text.replace(
    'description: Will the client default next month?',
    `description: ${JSON.stringify(inert)}`,
  )
  const policyFiles = [{ file: own!.file, text }, ...ancestors]
  const hash = createHash('sha256')
  for (const file of policyFiles) hash.update(file.text)
  const policy = parsePolicy(text, own!.file, measureCatalogue, { sha256: hash.digest('hex'), ancestors })
  const verdict = judge(policy, example.evidence, { asOf: '2026-11-24', catalogue: measureCatalogue })
  const response = await server.send('POST', evaluations, push, {
    ...example,
    verdict,
    policy: policyFiles,
    origin: { branch: inert },
  })
  const { id } = (await response.json()) as { id: string }
  const got = await server.send('GET', `${evaluations}/${id}`, read)
  expect(got.headers.get('content-type')).toMatch(/^application\/json/)
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  expect(await got.json()).toMatchObject({ report: { description: inert }, origin: { branch: inert } })
  expect(server.log.join('')).not.toContain('\u001b')
})
