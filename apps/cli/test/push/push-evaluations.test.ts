import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { PushedEvaluation } from '@sluice/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../../src/failure.ts'
import { pushEvaluations } from '../../src/push/push-evaluations.ts'
import { spoolIn, takeBack } from '../../src/push/spool.ts'

let folder: string
let server: HttpServer
let url: string
/** What the server has been sent, and what it answers to it. */
let received: string[]
let answer: (model: string) => number | { status: number; message: string } | 'nothing'
let outcome: { created: boolean; noted?: boolean }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-spool-'))
  received = []
  answer = () => 200
  outcome = { created: true, noted: true }
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { verdict } = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString('utf8')) as PushedEvaluation
    received.push(verdict.model)
    const answered = answer(verdict.model)
    if (answered === 'nothing') return
    const { status, message } = typeof answered === 'number' ? { status: answered, message: 'no' } : answered
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status === 200 ? { id: verdict.model, ...outcome } : { message }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

/** The spool and the way to the server are what is tried here; what is inside an evaluation matters to neither. */
const evaluation = (model: string) => ({ verdict: { model } }) as unknown as PushedEvaluation

async function push(...models: string[]) {
  return pushPatiently(30_000, ...models)
}

async function pushPatiently(patience: number, ...models: string[]) {
  const said: string[] = []
  const result = await pushEvaluations(models.map(evaluation), {
    server: { url, token: undefined },
    spool: spoolIn(folder),
    say: (line) => said.push(line),
    now: () => new Date('2026-11-24T10:00:00Z'),
    options: { retries: 0, firstWait: 1, patience },
  })
  return {
    ...result,
    said,
    spooled: jsonIn('.sluice/spool'),
    aside: jsonIn('.sluice/spool/refused'),
  }
}

function jsonIn(path: string): string[] {
  if (!existsSync(join(folder, path))) return []
  return readdirSync(join(folder, path)).filter((name) => name.endsWith('.json'))
}

test('what a server takes is stored, with the address of its page', async () => {
  const { stored, kept, said } = await push('a', 'b')
  expect([stored, kept]).toEqual([2, 0])
  expect(said).toEqual([`pushed: ${url}/evaluations/a`, `pushed: ${url}/evaluations/b`])
})

test.each([
  [{ created: false, noted: true }, 'was there already, this run is noted'],
  [{ created: false, noted: false }, 'was there already, and so was this run'],
  // By a server of before it noted runs.
  [{ created: false }, 'was there already, and so was this run'],
  [{ created: true }, 'pushed'],
])('what the server answers, %j, is said', async (answered, words) => {
  outcome = answered
  expect((await push('a')).said).toEqual([`${words}: ${url}/evaluations/a`])
})

test('while a server is away evaluations wait, once each, and go first when it is back', async () => {
  answer = () => 503
  expect(await push('a', 'b')).toMatchObject({ stored: 0, kept: 2, refused: 0 })
  // One that is away is not asked for every single one.
  expect(received).toEqual(['a'])
  const again = await push('a')
  expect(again.spooled).toHaveLength(2)
  expect(again.said.join()).toContain('sluice push --to')
  answer = () => 200
  received = []
  expect(await push('c')).toMatchObject({ stored: 3, kept: 0, spooled: [] })
  expect(received).toEqual(['a', 'b', 'c'])
})

test('an evaluation that will never be taken holds back no other', async () => {
  answer = (model) => (model === 'large' ? 413 : 200)
  const { stored, refused, spooled, aside, said } = await push('large', 'b')
  expect([stored, refused, spooled]).toEqual([1, 1, []])
  expect(said[0]).toMatch(/\(413\).*SLUICE_MAX_PUSH_MB/)
  expect(said[1]).toContain(join(folder, '.sluice/spool/refused', aside[0]!))
})

test.each(['sent now', 'kept before'])(
  'what is refused, %s, is set aside whole and can be sent again',
  async (when) => {
    if (when === 'kept before') {
      answer = () => 503
      await push('large')
    }
    answer = () => 413
    const { refused, kept, spooled, aside } = await push(...(when === 'sent now' ? ['large'] : []))
    expect([refused, kept, spooled, aside]).toEqual([1, 0, [], [expect.any(String)]])
    const body = readFileSync(join(folder, '.sluice/spool/refused', aside[0]!), 'utf8')
    expect(JSON.parse(body)).toEqual(evaluation('large'))
    expect(await push()).toMatchObject({ stored: 0, refused: 0 })
    answer = () => 200
    await takeBack(spoolIn(folder))
    expect(await push()).toMatchObject({ stored: 1, spooled: [], aside: [] })
  },
)

test('an entry that a server fails on again and again lets the next one by, and is set aside once that is taken', async () => {
  answer = (model) => (model === 'poison' ? { status: 500, message: 'out of luck' } : 200)
  for (let run = 1; run <= 5; run++) expect(await push(...(run === 1 ? ['poison'] : []))).toMatchObject({ kept: 1 })
  // Alone, nothing shows whether it or the server is at fault.
  expect(await push()).toMatchObject({ kept: 1, refused: 0, aside: [] })
  const { stored, kept, refused, spooled, aside, said } = await push('a', 'b')
  expect([stored, kept, refused, spooled, aside.length]).toEqual([2, 0, 1, [], 1])
  expect(said.join('\n')).toMatch(/out of luck, in 5 runs.*\n.*spool\/refused\//)
  expect(aside[0]).not.toContain('tried')
})

test.each([500, 503])(
  'where the server answers %i to everything, order stays and nothing is set aside',
  async (status) => {
    answer = () => status
    await push('a', 'b')
    for (let run = 0; run < 12; run++) expect(await push()).toMatchObject({ kept: 2, refused: 0, aside: [] })
    answer = () => 200
    received = []
    expect(await push('c')).toMatchObject({ stored: 3, spooled: [] })
    expect(received).toEqual(['a', 'b', 'c'])
  },
)

test('an entry that a server never answers to lets the next one by in the end', async () => {
  answer = (model) => (model === 'hung' ? 'nothing' : 200)
  await pushPatiently(100, 'hung')
  for (let run = 2; run <= 5; run++) expect(await pushPatiently(100)).toMatchObject({ kept: 1, refused: 0 })
  expect(await pushPatiently(100, 'next')).toMatchObject({ stored: 1, kept: 0, refused: 1, spooled: [] })
  server.closeAllConnections()
})

test('a server that nobody reaches does not wear an entry out', async () => {
  const [there, nowhere] = [url, 'http://127.0.0.1:9']
  url = nowhere
  await push('a')
  for (let run = 2; run <= 6; run++) expect(await push()).toMatchObject({ kept: 1, refused: 0 })
  url = there
  expect(await push('b')).toMatchObject({ stored: 2, refused: 0 })
})

test('an entry that another command has sent meanwhile is passed over', async () => {
  answer = () => 503
  await push('a', 'b', 'c')
  const spool = spoolIn(folder).folder
  answer = () => {
    // While the first is sent, another command sends the others.
    if (received.length === 1) for (const name of jsonIn('.sluice/spool').sort().slice(1)) rmSync(join(spool, name))
    return 200
  }
  received = []
  expect(await push('d')).toMatchObject({ stored: 2, kept: 0, refused: 0, spooled: [] })
  expect(received).toEqual([expect.stringMatching(/^[abc]$/), 'd'])
})

test.each([400, 500])(
  'an entry that was sent by another command while the server answered %i stays gone',
  async (status) => {
    answer = () => 503
    await push('a')
    answer = () => {
      for (const name of jsonIn('.sluice/spool')) rmSync(join(spoolIn(folder).folder, name))
      return status
    }
    expect(await push()).toMatchObject({ stored: 0, spooled: [], aside: [] })
  },
)

test('what a server says is one line that no terminal obeys', async () => {
  const message = '\u001b[2J\u001b[31mbad\nsluice push: pushed: all good\u202e'
  answer = () => ({ status: 422, message })
  const { said } = await push('a')
  expect(said[0]).toContain('(422): bad sluice push: pushed: all good. ')
  expect(said.join('')).not.toMatch(/[\u0000-\u001f\u202e]/)
  answer = () => ({ status: 401, message })
  await expect(push('a')).rejects.toThrow(/^[^\u0000-\u001f\u202e]+$/)
})

test('a token that the server does not know is a mistake in the call, and nothing is lost', async () => {
  answer = () => 503
  await push('a')
  answer = () => 401
  await expect(push('b')).rejects.toThrow(UsageError)
  answer = () => 200
  expect(await push()).toMatchObject({ stored: 2 })
})

test('what is no address is said before anything is sent', async () => {
  url = 'localhost:4380'
  await expect(push('a')).rejects.toThrow("'localhost:4380' is no address")
})
