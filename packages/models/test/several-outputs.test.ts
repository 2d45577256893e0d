import type { ScoreMatrix } from '@sluice/robustness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelError, type ModelSpec, openModel } from '../src/index.ts'
import { serveClassifiers } from './support/classifier-server.ts'
import { classifierFolder, firstRows, probabilitiesOf, type Rows, reference } from './support/classifiers.ts'
import { furthest } from './support/credit.ts'

let server: Awaited<ReturnType<typeof serveClassifiers>>
let credit: Rows
let soil: Rows

beforeAll(async () => {
  server = await serveClassifiers()
  credit = await firstRows('credit')
  soil = await firstRows('soil')
})
afterAll(() => server.close())

async function scores(spec: ModelSpec, { columns }: Rows, batchSize = 7) {
  const model = await openModel(spec, { directory: classifierFolder, batchSize, retries: 0 })
  try {
    return await model.score(columns)
  } finally {
    await model.close()
  }
}
async function failure(spec: ModelSpec, rows: Rows): Promise<ModelError> {
  return scores(spec, rows).then(
    () => expect.fail('it succeeded'),
    (error: ModelError) => error,
  )
}
const classes = ['default', 'paid']
const positive = ['default']

/** The same models in a file and behind a server. */
const ways: readonly [string, (name: string) => ModelSpec][] = [
  ['an ONNX file', (name) => ({ onnx: `${name}.onnx`, inputs: `${name.split('-')[0]}.json` })],
  ['the Open Inference Protocol', (name) => ({ oip: server.url, name, inputs: `${name.split('-')[0]}.json` })],
]

describe.each(ways)('a classifier with several outputs in %s', (_, spec) => {
  it('gives its probabilities, not its labels, and all of them unless a class is chosen', async () => {
    const all = await scores(spec('soil'), soil)
    expect(all).toMatchObject({ classes: 6 })
    expect(furthest((all as { values: Float64Array }).values, reference.soil.probabilities.flat())).toBeLessThan(1e-6)
    const third = await scores({ ...spec('soil'), class: 3 }, soil)
    expect(furthest(third as Float64Array, probabilitiesOf('soil', 3))).toBeLessThan(1e-6)
  })

  it.each<[string, string, object, number]>([
    ['the second of two, by the positive class', 'credit', { positive: ['1'] }, 1],
    ['the positive class by its name', 'credit-words', { positive, classes }, 0],
    ['a class by its name', 'credit-words', { class: 'paid', classes }, 1],
    ['a class by its place', 'credit-words', { class: 0 }, 0],
    ['an output of one class', 'credit-columns', { output: 'spaid', positive }, 1],
    ['a class that is a number', 'credit', { class: '0', classes: ['0', '1'] }, 0],
  ])('gives %s', async (_what, name, choice, place) => {
    const model = name === 'credit' ? 'credit' : 'credit-words'
    const one = await scores({ ...spec(name), ...choice } as ModelSpec, credit)
    expect(furthest(one as Float64Array, probabilitiesOf(model, place))).toBeLessThan(1e-6)
  })

  it('names its classes in the order that is wanted', async () => {
    const named = (await scores({ ...spec('soil'), classes: reference.soil.classes }, soil)) as ScoreMatrix
    expect(named.names).toEqual(reference.soil.classes)
  })

  it.each<[string, string, object, RegExp, RegExp]>([
    [
      'the second of two that is the other class, by the labels beside',
      'credit-words',
      { positive },
      /says paid itself where column 1 is the highest, so that another column than was taken is the score of the positive class default/,
      /class: 0 or class: 1/,
    ],
    [
      'classes in another order, by the labels beside',
      'credit-words',
      { classes: ['paid', 'default'] },
      /says paid itself where column 1 is the highest, which is called default/,
      /in the order/,
    ],
    [
      'six columns and one positive class',
      'soil',
      { positive: ['red soil'] },
      /answers with 6 numbers a row, and nothing says which .* it has label \(string \[rows\]\), probabilities \(float32 \[rows, 6\]\)/,
      /class: 0 to 5, or name the columns/,
    ],
    [
      'a positive class of another name',
      'credit-words',
      { positive: ['1'], classes },
      /calls its columns default, paid, and the positive class is 1/,
      /class: paid, or whichever/,
    ],
    [
      'a class of another name',
      'credit-words',
      { class: 'late', classes },
      /no class late; its classes are default, paid/,
      /one of them/,
    ],
    [
      'a class by name, without names',
      'credit-words',
      { class: 'paid' },
      /does not name the classes of its 2 columns, so that paid/,
      /classes: \[A, B/,
    ],
    [
      'a class of an output that has one',
      'credit-columns',
      { output: 'spaid', class: 1 },
      /one number a row, so there is no class 1/,
      /Remove `class`/,
    ],
    [
      'outputs of a class each',
      'credit-columns',
      {},
      /nothing says which of its outputs holds the scores: output_label \(string \[rows\]\), sdefault \(float32 \[rows\]\), spaid/,
      /as `output`/,
    ],
    [
      'an output that it does not have',
      'soil',
      { output: 'p' },
      /no output p; its outputs are label \(string \[rows\]\), probabilities \(float32 \[rows, 6\]\)/,
      /as `output`/,
    ],
    [
      'classes of another number',
      'soil',
      { classes },
      /answers with 6 columns, and 2 classes are named: default, paid/,
      /a class for each column/,
    ],
  ])('refuses %s', async (_what, name, choice, message, hint) => {
    const error = await failure({ ...spec(name), ...choice } as ModelSpec, name === 'soil' ? soil : credit)
    expect(error.code).toBe('wrong-shape')
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })

  it('takes no text for a score', async () => {
    const error = await failure({ ...spec('soil'), output: 'label' }, soil)
    expect(error.message).toMatch(/output label.* and scores are numbers/)
  })
})

describe('an ONNX file with maps for probabilities', () => {
  it.each<[string, object, RegExp]>([
    ['left to choose', {}, /output_label \(string \[rows\]\), output_probability \(no tensor\)/],
    ['by name', { output: 'output_probability' }, /its output output_probability is no tensor, as ZipMap leaves it/],
  ])('is refused with how to export it: %s', async (_, choice, message) => {
    for (const [name, rows] of [
      ['credit', credit],
      ['soil', soil],
    ] as const) {
      const error = await failure({ onnx: `${name}-zipmap.onnx`, inputs: `${name}.json`, ...choice }, rows)
      expect(error.message).toMatch(message)
      expect(error.hint).toContain("to_onnx(…, options={id(model): {'zipmap': False}})")
    }
  })
})

describe('the server of the tests', () => {
  it('is asked for what is read, and for labels only where they are checked', async () => {
    server.asked.length = 0
    const spec = { oip: server.url, name: 'credit', inputs: 'credit.json' }
    await scores({ ...spec, class: 1 }, credit, 100)
    await scores({ ...spec, positive: ['1'] }, credit, 100)
    await scores({ ...spec, positive: ['1'], checkLabels: false }, credit, 100)
    expect(server.asked).toEqual([['probabilities'], ['probabilities', 'label'], ['probabilities']])
  })
})

/** What MLflow and plain JSON have in common: the same shapes of answers. */
const writers: readonly [string, (shape: string) => ModelSpec][] = [
  ['MLflow', (shape) => ({ mlflow: `${server.url}/${shape}`, inputs: 'credit.json' })],
  ['JSON', (shape) => ({ http: `${server.url}/${shape}/rows`, inputs: 'credit.json' })],
]

describe.each(writers)('an answer of %s', (kind, spec) => {
  it.each<[string, object, number]>([
    ['lists', { class: 0 }, 0],
    ['lists', { positive, classes }, 0],
    ['lists', { positive: ['1'] }, 1],
    ['bare', { class: 1 }, 1],
    ['objects', { positive }, 0],
    ['objects', { class: 'paid' }, 1],
    ['objects', { class: 1 }, 1],
    ['reordered', { positive }, 0],
    ['columns', { positive }, 0],
    ['fields', { output: 'probabilities', class: 0 }, 0],
    ['entries', { output: 'probabilities', class: 0 }, 0],
    ['maps', { output: 'probabilities', positive }, 0],
    ['flat', { positive }, 0],
    ['flat', { output: 'paid' }, 1],
    ['single', { positive }, 0],
  ])('of %s is read with %j', async (shape, choice, place) => {
    const one = await scores({ ...spec(shape), ...choice } as ModelSpec, credit)
    expect(furthest(one as Float64Array, probabilitiesOf('credit-words', place))).toBeLessThan(1e-6)
  })

  it('of objects keeps the names of all classes, in the order that is wanted', async () => {
    const all = (await scores(spec('objects'), credit)) as ScoreMatrix
    expect(all.names).toEqual(classes)
    expect(furthest(all.values, reference['credit-words'].probabilities.flat())).toBeLessThan(1e-6)
    const turned = (await scores({ ...spec('reordered'), classes: ['paid', 'default'] }, credit)) as typeof all
    expect(turned.names).toEqual(['paid', 'default'])
    const values = reference['credit-words'].probabilities.flatMap(([first, second]) => [second!, first!])
    expect(furthest(turned.values, values)).toBeLessThan(1e-6)
  })

  it.each<[string, object, RegExp, RegExp]>([
    ['labels', {}, /row 0, found the text "paid", as of a class that was decided/, /predict_proba/],
    [
      'entries',
      {},
      /which field of a prediction holds the scores: label \(a text\), probabilities \(2 numbers\)/,
      /as `output`/,
    ],
    [
      'fields',
      {},
      /which of its fields holds the scores: label \(7 texts\), probabilities \(7 × 2 numbers\)/,
      /as `output`/,
    ],
    [
      'fields',
      { output: 'label' },
      /output label: expected a number for row 0, found the text "paid"/,
      /predict_proba/,
    ],
    ['entries', { output: 'p' }, /no output p; there is label \(a text\), probabilities \(2 numbers\)/, /as `output`/],
    ['lists', { output: 'p' }, /no output p; there is a list of 7/, /as `output`/],
    [
      'flat',
      { positive: ['late'] },
      /calls its columns decided, default, paid, and the positive class is late/,
      /class: paid/,
    ],
    ['uneven', {}, /row 3 has a list of 1, and row 0 a list of 2 numbers/, /Name the output/],
    ['lacking', {}, /row 3 has {"default":0.\d+}, and row 0 the fields default, paid/, /Name the output/],
    [
      'objects',
      { classes: ['default', 'late'] },
      /calls its columns default, paid, of which paid is not among the classes default, late/,
      /as the model does/,
    ],
    ['single', { class: 'late' }, /no class late; its classes are score/, /one of them/],
  ])('of %s with %j is refused with what there is', async (shape, choice, message, hint) => {
    const error = await failure({ ...spec(shape), ...choice } as ModelSpec, credit)
    expect(error).toMatchObject({ code: 'wrong-shape' })
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })

  it('without a field called predictions is read whole only where nothing is promised', async () => {
    const promise = { ...spec('whole'), output: 'probabilities', class: 0 } as ModelSpec
    if (kind === 'MLflow') {
      expect((await failure(promise, credit)).message).toContain('no predictions; its fields are label, probabilities')
      return
    }
    const one = (await scores(promise, credit)) as Float64Array
    expect(furthest(one, probabilitiesOf('credit-words', 0))).toBeLessThan(1e-6)
  })
})

describe('a command that writes objects', () => {
  it('is read like any JSON', async () => {
    const program = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { age } = JSON.parse(line); console.log(JSON.stringify({ kind: 'x', p: { old: age / 100, young: 1 - age / 100 } })) })`
    const spec = { command: [process.execPath, '-e', program], inputs: { order: ['age'] }, output: 'p', class: 'old' }
    const ages = credit.columns.find(({ name }) => name === 'age')!.values as Float64Array
    expect(await scores(spec, credit)).toEqual(ages.map((age) => age / 100))
  })
})
