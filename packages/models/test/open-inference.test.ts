import Fastify from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type ModelError, type OpenOptions, openModel } from '../src/index.ts'
import { type Credit, creditClients, creditFolder, featureNames, furthest } from './support/credit.ts'
import { type Fault, type InferenceServer, serveOpenInference } from './support/open-inference-server.ts'

let server: InferenceServer
let credit: Credit

beforeAll(async () => {
  server = await serveOpenInference()
  credit = await creditClients(100)
})
afterAll(() => server.close())
beforeEach(() => {
  server.faults.length = 0
  server.requests.length = 0
  server.ready = true
})

const open = (options: OpenOptions = {}) =>
  openModel(
    { oip: server.url, name: 'credit', inputs: 'models/features.json' },
    { directory: creditFolder, firstWait: 1, timeout: 20_000, ...options },
  )
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: ModelError) => error,
  )

describe('the server of the tests keeps to the protocol', () => {
  const post = (body: unknown) =>
    fetch(`${server.url}/v2/models/credit/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('is live and ready, and describes its model', async () => {
    expect((await fetch(`${server.url}/v2/health/live`)).status).toBe(200)
    expect(await (await fetch(`${server.url}/v2/models/credit`)).json()).toMatchObject({
      name: 'credit',
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, 23] }],
    })
  })

  it('echoes the id, takes data flat or nested, and says what is wrong as an error', async () => {
    const row = credit.columns.map(({ values }) => values[0] as number)
    const input = { name: 'features', shape: [1, 23], datatype: 'FP32' }
    const flat = await (
      await post({ id: '42', inputs: [{ ...input, data: row }], outputs: [{ name: 'score' }] })
    ).json()
    const nested = await (await post({ id: '42', inputs: [{ ...input, data: [row] }] })).json()
    expect(flat).toEqual(nested)
    expect(flat).toMatchObject({
      id: '42',
      model_name: 'credit',
      outputs: [{ name: 'score', datatype: 'FP32', shape: [1, 1] }],
    })
    const refused = await post({ inputs: [{ ...input, data: [1, 2] }] })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toHaveProperty('error')
  })
})

describe('a model behind the Open Inference Protocol', () => {
  it('gives the scores that the file gives, in batches side by side', async () => {
    const model = await open({ batchSize: 9, concurrency: 3 })
    expect(model.inputs).toEqual(featureNames)
    const scores = (await model.score(credit.columns)) as Float64Array
    expect(furthest(scores, credit.candidate)).toBeLessThan(1e-6)
    expect(server.requests).toHaveLength(12)
    expect(server.requests.reduce((sum, rows) => sum + rows)).toBe(100)
    expect(model.latency()).toMatchObject({ calls: 11, warmUp: 1 })
  })

  it.each<Fault>(['unavailable', 'hangs-up', 'cut', 'too-long-length', 'too-short-length'])(
    'loses nothing where the server is once %s, and recovers',
    async (fault) => {
      const model = await open({ batchSize: 50, concurrency: 1 })
      server.faults.push(fault, fault)
      const scores = (await model.score(credit.columns)) as Float64Array
      expect(furthest(scores, credit.candidate)).toBeLessThan(1e-6)
      expect(server.requests).toEqual([50, 50, 50, 50])
    },
  )

  it.each<[Fault, string, RegExp]>([
    ['unavailable', 'failed', /answered 503: the model is being loaded \(tried 3 times\)$/],
    ['hangs-up', 'unreachable', /cannot be reached .*\(tried 3 times\)$/],
    ['cut', 'truncated', /ends within its JSON, after \d+ characters \(tried 3 times\)$/],
    ['too-long-length', 'truncated', /broke off .*\(tried 3 times\)$/],
    ['too-short-length', 'truncated', /ends within its JSON/],
  ])('says so where the server stays %s', async (fault, code, message) => {
    const model = await open({ retries: 2 })
    server.faults.push(fault, fault, fault, fault)
    const error = await failure(model.score(credit.columns))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`${server.url}/v2/models/credit`)
    expect(server.requests).toHaveLength(3)
  })

  it.each<[Fault, RegExp]>([
    ['one-row-less', /was given 100 rows and returned scores for 99/],
    ['wrong-shape', /expected an output of shape \[rows\] or \[rows, classes\], found \[100, 1, 2\]/],
    ['no-output', /has no output score, but other/],
    ['other-model', /the answer is of the model other, and credit was asked for$/],
    ['error-as-success', /answered an error in place of scores: CUDA ran out of memory$/],
    ['page', /expected JSON, found text\/html/],
  ])('does not try again what would come out the same: %s', async (fault, message) => {
    const model = await open()
    server.faults.push(fault)
    const error = await failure(model.score(credit.columns))
    expect(error.message).toMatch(message)
    expect(server.requests).toHaveLength(1)
  })

  it('takes the version that it asked for, and no other', async () => {
    const model = await openModel(
      { oip: server.url, name: 'credit', version: '1', inputs: 'models/features.json' },
      { directory: creditFolder, firstWait: 1 },
    )
    expect(furthest((await model.score(credit.columns)) as Float64Array, credit.candidate)).toBeLessThan(1e-6)
    server.faults.push('other-version')
    expect((await failure(model.score(credit.columns))).message).toMatch(
      /the answer is of version 9, and 1 was asked for$/,
    )
  })

  it('fills whole numbers of every width and halves, and reads halves as the numbers that they are', async () => {
    const app = Fastify()
    const asked: unknown[] = []
    app.get('/v2/models/m/ready', async () => ({ ready: true }))
    app.get('/v2/models/m', async () => ({
      name: 'm',
      inputs: [
        { name: 'age', datatype: 'UINT8', shape: [-1, 1] },
        { name: 'income', datatype: 'FP16', shape: [-1, 1] },
        { name: 'visits', datatype: 'INT16', shape: [-1, 1] },
        { name: 'id', datatype: 'UINT64', shape: [-1, 1] },
      ],
      outputs: [{ name: 'score', datatype: 'FP16', shape: [-1, 1] }],
    }))
    app.post<{ Body: { inputs: unknown[] } }>('/v2/models/m/infer', async ({ body }) => {
      asked.push(...body.inputs)
      const data = [0.25, 0.333251953125]
      return { model_name: 'm', outputs: [{ name: 'score', datatype: 'FP16', shape: [2, 1], data }] }
    })
    onTestFinished(() => app.close())
    const oip = await app.listen({ host: '127.0.0.1', port: 0 })
    const model = await openModel({ oip, name: 'm' }, { firstWait: 1 })
    const column = (name: string, ...values: number[]) =>
      ({ name, kind: 'integer', values: Float64Array.from(values) }) as const
    const scores = await model.score([
      column('age', 30, 255),
      column('income', 100, 2048),
      column('visits', -3, 7),
      column('id', 1, 2 ** 40),
    ])
    expect(scores).toEqual(Float64Array.of(0.25, 0.333251953125))
    expect(asked).toEqual([
      { name: 'age', shape: [2, 1], datatype: 'UINT8', data: [30, 255] },
      { name: 'income', shape: [2, 1], datatype: 'FP16', data: [100, 2048] },
      { name: 'visits', shape: [2, 1], datatype: 'INT16', data: [-3, 7] },
      { name: 'id', shape: [2, 1], datatype: 'UINT64', data: [1, 2 ** 40] },
    ])
  })

  it('does not wait for a server that says nothing', async () => {
    const model = await open({ timeout: 150, retries: 1 })
    server.faults.push('silent', 'silent')
    const error = await failure(model.score(credit.columns))
    expect(error.code).toBe('timeout')
    expect(error.message).toMatch(/no answer in 0.15 s \(tried 2 times\)$/)
  })

  it('stops sending once a batch has failed', async () => {
    const model = await open({ batchSize: 10, concurrency: 1 })
    server.faults.push('no-output')
    await failure(model.score(credit.columns))
    expect(server.requests).toEqual([10])
  })

  it('ends what is under way when it is closed', async () => {
    const model = await open({ timeout: 600_000 })
    server.faults.push('silent')
    const scoring = failure(model.score(credit.columns))
    await model.close()
    expect((await scoring).code).toBe('closed')
  })
})

describe('opening', () => {
  it('waits for a model that is being loaded', async () => {
    server.ready = false
    const error = await failure(open({ retries: 2 }))
    expect(error).toMatchObject({ code: 'not-ready' })
    expect(error.message).toMatch(/not ready \(503\) \(tried 3 times\)/)
  })

  it('names a model that is not there, and a server that is not', async () => {
    const unknown = await failure(openModel({ oip: server.url, name: 'fraud' }, { firstWait: 1 }))
    expect(unknown).toMatchObject({ code: 'refused' })
    expect(unknown.message).toMatch(/models\/fraud\/ready: the model is not ready \(404\)$/)
    const away = await failure(openModel({ oip: 'http://127.0.0.1:1', name: 'credit' }, { firstWait: 1, retries: 1 }))
    expect(away).toMatchObject({ code: 'unreachable' })
  })

  it('refuses features that do not fit what the server says', async () => {
    const inputs = { input: 'features', order: ['age'] }
    const error = await failure(openModel({ oip: server.url, name: 'credit', inputs }))
    expect(error.message).toMatch(/takes 23 columns, and the features file names 1: age/)
  })
})
