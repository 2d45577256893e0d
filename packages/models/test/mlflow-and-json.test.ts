import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelError, openModel } from '../src/index.ts'
import { type Credit, creditClients, creditFolder, furthest } from './support/credit.ts'
import { serveMlflow } from './support/mlflow-server.ts'

let server: Awaited<ReturnType<typeof serveMlflow>>
let credit: Credit
const headers = { authorization: 'Bearer secret' }
const inputs = 'models/features.json'
const options = { directory: creditFolder, batchSize: 30, firstWait: 1 }

beforeAll(async () => {
  server = await serveMlflow()
  credit = await creditClients(100)
})
afterAll(() => server.close())

describe('an MLflow model', () => {
  it('gives a score a class, or that of one class', async () => {
    const both = await openModel({ mlflow: server.url, headers }, options)
    const matrix = await both.score(credit.columns)
    const one = await openModel({ mlflow: server.url, inputs, headers, class: 1 }, options)
    const scores = (await one.score(credit.columns)) as Float64Array
    expect(furthest(scores, credit.candidate)).toBeLessThan(1e-6)
    expect(matrix).toMatchObject({ classes: 2 })
    expect((matrix as { values: Float64Array }).values.filter((_, i) => i % 2 === 1)).toEqual(scores)
  })

  it('passes on what the server says is wrong', async () => {
    const model = await openModel({ mlflow: server.url, headers }, options)
    const failure = (promise: Promise<unknown>) => promise.catch((error: ModelError) => error) as Promise<ModelError>
    const missing = await failure(model.score(credit.columns.filter(({ name }) => name !== 'age')))
    expect(missing.message).toContain('answered 400: Model is missing inputs ["age"].')
    const stranger = await openModel({ mlflow: server.url }, options)
    expect(await failure(stranger.score(credit.columns))).toMatchObject({
      code: 'refused',
      hint: 'Give a token in `headers`.',
    })
    const third = await openModel({ mlflow: server.url, headers, class: 2 }, options)
    expect((await failure(third.score(credit.columns))).message).toContain('has 2 classes, so there is no class 2')
  })
})

describe('JSON of one’s own', () => {
  it('puts rows and scores where the spec says', async () => {
    const http = `${server.url}/invocations`
    const model = await openModel(
      { http, headers, rows: 'dataframe_split', format: 'split', scores: 'predictions', class: 1 },
      options,
    )
    expect(furthest((await model.score(credit.columns)) as Float64Array, credit.candidate)).toBeLessThan(1e-6)
    const lost = await openModel(
      { http, headers, rows: 'dataframe_split', format: 'split', scores: 'result.p' },
      options,
    )
    await expect(lost.score(credit.columns)).rejects.toThrow(
      'the answer has no result.p; where result was expected there is predictions',
    )
  })
})
