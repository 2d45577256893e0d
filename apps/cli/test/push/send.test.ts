import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { PushError } from '../../src/push/push-error.ts'
import { endpoint, send } from '../../src/push/send.ts'

interface Request {
  readonly body: string
  readonly headers: IncomingMessage['headers']
  readonly url: string | undefined
}

type Answer = (response: ServerResponse) => void

let close = async () => {}
afterEach(() => close())

/** A server on a free port that gives one answer after the other, the last one again and again. */
async function answering(...answers: readonly Answer[]) {
  const requests: Request[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = gunzipSync(Buffer.concat(chunks)).toString('utf8')
    requests.push({ body, headers: request.headers, url: request.url })
    answers[Math.min(requests.length, answers.length) - 1]!(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => new Promise((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const taken = json(200, { id: 'abc', created: true })
const options = { firstWait: 1 }

async function refusal(answer: Answer): Promise<{ error: PushError; requests: readonly Request[] }> {
  const { url, requests } = await answering(answer)
  const error = await send('{}', { url, token: 'sluice_secret' }, { ...options, retries: 2 }).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(PushError)
  expect(`${error.message} ${error.hint}`).not.toContain('sluice_secret')
  return { error, requests }
}

test('the body goes zipped, with the token, to the documented address', async () => {
  const { url, requests } = await answering(taken)
  expect(await send('{"a":1}', { url: `${url}/`, token: 'sluice_t' }, options)).toEqual({
    id: 'abc',
    created: true,
    noted: true,
  })
  expect(requests).toMatchObject([
    { body: '{"a":1}', url: '/api/v1/evaluations', headers: { authorization: 'Bearer sluice_t' } },
  ])
})

test('a server that is away for a moment gets it again', async () => {
  const { url, requests } = await answering(
    json(503, {}, { 'retry-after': '0' }),
    (response) => response.destroy(),
    json(429, {}),
    json(408, {}),
    taken,
  )
  const reasons: string[] = []
  await send('{}', { url, token: undefined }, { ...options, onRetry: (reason) => reasons.push(reason) })
  expect(requests).toHaveLength(5)
  expect(reasons.map((reason) => /\((\d+)\)|reached/.exec(reason)?.[0])).toEqual(['(503)', 'reached', '(429)', '(408)'])
})

describe('what cannot be mended by waiting is not tried again', () => {
  test.each([
    [401, 'connection', /SLUICE_TOKEN/],
    [403, 'connection', /scope 'push'/],
    [404, 'connection', /address/],
    [413, 'evaluation', /slices/],
    [400, 'evaluation', /Update sluice/],
  ])('%i', async (status, fault, hint) => {
    const { error, requests } = await refusal(json(status, { message: 'because' }))
    expect(error).toMatchObject({ fault, message: expect.stringContaining(`(${status}): because`) })
    expect(error.hint).toMatch(hint)
    expect(requests).toHaveLength(1)
  })

  test.each([
    [301, 'https://example.org/api/v1/evaluations', /^Write https:\/\/example\.org$/],
    [308, 'https://example.org/sluice/api/v1/evaluations', /^Write https:\/\/example\.org\/sluice$/],
    [302, '/login?next=\u00e9', /console has in the browser/],
    [307, '', /console has in the browser/],
  ])('a redirect, %i to %s, is a wrong address and is not followed', async (status, location, hint) => {
    const { error, requests } = await refusal((response) => response.writeHead(status, { location }).end())
    expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining(`(${status})`) })
    expect(error.hint).toMatch(hint)
    expect(requests).toHaveLength(1)
  })

  test('an answer of something else', async () => {
    const { error } = await refusal((response) => response.end('<html>welcome</html>'))
    expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('something else') })
  })
})

test('a server that stays away is for later', async () => {
  const { error, requests } = await refusal(json(500, { message: 'disk full' }))
  expect(error).toMatchObject({ fault: 'later', message: expect.stringContaining('(500): disk full') })
  expect(requests).toHaveLength(3)
})

test('an address keeps the path that it is served under, and what is none is told apart', () => {
  expect(endpoint('https://example.org/sluice/')?.href).toBe('https://example.org/sluice/api/v1/evaluations')
  for (const wrong of ['localhost:4380', 'ftp://example.org', 'nowhere']) expect(endpoint(wrong)).toBeNull()
})
