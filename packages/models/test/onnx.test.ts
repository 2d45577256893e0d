import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import parity from '../../../policies/credit-default/models/parity.json' with { type: 'json' }
import { ModelError, openModel } from '../src/index.ts'
import { creditClients, creditFolder, featureNames, furthest } from './support/credit.ts'

const features = JSON.parse(readFileSync(`${creditFolder}/models/features.json`, 'utf8'))
const open = (model: string, options = {}) =>
  openModel({ onnx: `models/${model}.onnx`, inputs: 'models/features.json' }, { directory: creditFolder, ...options })
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: ModelError) => error,
  )

describe('a model in an ONNX file', () => {
  it('gives every client the score that it gave where it was trained, within the measured parity', async () => {
    const { columns, candidate, baseline } = await creditClients(9000)
    for (const [name, stored] of [
      ['candidate', candidate],
      ['baseline', baseline],
    ] as const) {
      const model = await open(name)
      const scores = await model.score(columns)
      expect(furthest(scores as Float64Array, stored)).toBeLessThanOrEqual(parity[name].max_abs_difference)
      await model.close()
    }
  })

  it('takes columns by name, in any order and with others between', async () => {
    const { columns, candidate } = await creditClients(50)
    const model = await open('candidate')
    expect(model.inputs).toEqual(featureNames)
    const more = [{ name: 'id', kind: 'text', values: Array(50).fill('x') } as const, ...columns].reverse()
    expect(furthest((await model.score(more)) as Float64Array, candidate)).toBeLessThan(1e-6)
  })

  it('scores missing values, which the trees know how to take', async () => {
    const { columns } = await creditClients(20)
    const model = await open('candidate')
    const gone = columns.map((c) => (c.name === 'pay_0' ? { ...c, values: new Float64Array(20).fill(Number.NaN) } : c))
    const scores = (await model.score(gone as typeof columns)) as Float64Array
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true)
    expect(scores).not.toEqual(await model.score(columns))
  })

  it('gives the same scores in batches of any size; int8 ones only because they are sent one by one', async () => {
    const { columns } = await creditClients(101)
    const whole = await open('candidate', { batchSize: 1000 })
    const pieces = await open('candidate', { batchSize: 7, concurrency: 3 })
    expect(await pieces.score(columns)).toEqual(await whole.score(columns))
    const one = await open('challenger-int8', { batchSize: 1 })
    const float = await open('challenger')
    const apart = furthest((await one.score(columns)) as Float64Array, (await float.score(columns)) as Float64Array)
    // As far as where it was made, 0.012, or where a processor saturates sums of pairs (no VNNI), some more.
    expect(apart).toBeLessThan(10 * parity['challenger-int8'].max_abs_difference)
    expect(apart).toBeGreaterThan(0)
  })

  it('records how long calls took, without the first ones', async () => {
    const { columns } = await creditClients(120)
    const model = await open('baseline', { batchSize: 10, warmUp: 2 })
    await model.score(columns)
    const { calls, rows, warmUp, quantiles, milliseconds } = model.latency(0.9)
    expect({ calls, rows, warmUp }).toEqual({ calls: 10, rows: 100, warmUp: 2 })
    expect(milliseconds).toHaveLength(10)
    const [median, , p99] = quantiles
    expect(median!.lower!).toBeLessThanOrEqual(median!.milliseconds)
    expect(median!.upper!).toBeGreaterThanOrEqual(median!.milliseconds)
    expect(p99).toMatchObject({ quantile: 0.99, upper: null })
  })
})

describe('what is wrong with an ONNX file or its rows is said', () => {
  it('names the columns that the table lacks, and those that it has instead', async () => {
    const { columns } = await creditClients(5)
    const model = await open('candidate')
    const renamed = columns.map((c) => (c.name === 'age' ? { ...c, name: 'years' } : c)).filter((c) => c.name !== 'sex')
    const error = await failure(model.score(renamed))
    expect(error).toBeInstanceOf(ModelError)
    expect(error.code).toBe('missing-column')
    expect(error.message).toBe(
      'models/candidate.onnx: the model takes 23 columns, and the table lacks sex, age; it has besides years',
    )
    expect(error.hint).toContain('order')
  })

  it.each([
    ['a file that is not there', { onnx: 'models/none.onnx' }, 'bad-file', /ENOENT/],
    ['a file that is no model', { onnx: 'models/features.json' }, 'bad-file', /no ONNX file/],
    ['no order of columns', { onnx: 'models/candidate.onnx' }, 'bad-spec', /takes 23 columns side by side/],
    [
      'an order of other length',
      { onnx: 'models/candidate.onnx', inputs: { ...features, order: ['age', 'sex'] } },
      'bad-spec',
      /takes 23 columns, and the features file names 2: age, sex/,
    ],
    [
      'an input that it does not have',
      { onnx: 'models/candidate.onnx', inputs: { ...features, input: 'x' } },
      'bad-spec',
      /describes one input, x, and the model has features/,
    ],
    [
      'another type',
      { onnx: 'models/candidate.onnx', inputs: { ...features, dtype: 'float64' } },
      'bad-spec',
      /is float32, and the features file says float64/,
    ],
    [
      'preprocessing',
      { onnx: 'models/candidate.onnx', inputs: { ...features, preprocessing: 'standardise' } },
      'bad-spec',
      /asks for preprocessing/,
    ],
    [
      'a column twice',
      { onnx: 'models/candidate.onnx', inputs: { ...features, order: ['age', 'age'] } },
      'bad-spec',
      /names the column age twice/,
    ],
    [
      'an output that it does not have',
      { onnx: 'models/candidate.onnx', inputs: features, output: 'p' },
      'wrong-shape',
      /no output p; its outputs are score/,
    ],
    ['features that are no file', { onnx: 'models/candidate.onnx', inputs: 'nothing.json' }, 'bad-spec', /ENOENT/],
    [
      'features of another format',
      { onnx: 'models/candidate.onnx', inputs: 'models/parity.json' },
      'bad-spec',
      /order/,
    ],
    ['an address that is none', { http: 'ftp://h/score' }, 'bad-spec', /http:\/\/ or https:\/\//],
    ['nothing that names a model', { onx: 'models/candidate.onnx' } as never, 'bad-spec', /where one model is/],
  ])('%s', async (_, spec, code, message) => {
    const error = await failure(openModel(spec, { directory: creditFolder }))
    expect(error).toBeInstanceOf(ModelError)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.hint).not.toBe('')
  })

  it('a text where numbers are taken', async () => {
    const { columns } = await creditClients(2)
    const model = await open('candidate')
    const words = columns.map((c) =>
      c.name === 'sex' ? ({ name: 'sex', kind: 'category', values: ['female', 'male'] } as const) : c,
    )
    const error = await failure(model.score(words))
    expect(error.code).toBe('wrong-type')
    expect(error.message).toContain('column sex holds the text “female” in row 0')
    const coded = await openModel(
      { onnx: 'models/candidate.onnx', inputs: { ...features, categories: { sex: ['', 'male', 'female'] } } },
      { directory: creditFolder },
    )
    const numbers = columns.map((c) => (c.name === 'sex' ? { ...c, values: Float64Array.of(2, 1) } : c))
    expect(await coded.score(words)).toEqual(await model.score(numbers as typeof columns))
  })

  it('a closed model', async () => {
    const { columns } = await creditClients(2)
    const model = await open('baseline')
    await model.close()
    await model.close()
    expect((await failure(model.score(columns))).code).toBe('closed')
  })
})
