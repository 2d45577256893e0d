import { describe, expect, test } from 'vitest'
import { head, oneGate, parse, places, problemsOf } from './example-policy.ts'

const withCall = (call: string) => `${head.replace('candidate: { score: s }', `candidate: ${call}`)}${oneGate}`
const callOf = (call: string) => parse(withCall(`{ call: ${call} }`)).models[0]!.call

describe('how a model is called', () => {
  test('a file, with everything that is left open as null', () => {
    expect(callOf('{ onnx: models/a.onnx, inputs: models/features.json, timeout: 1.5s }')).toEqual({
      kind: 'onnx',
      path: 'models/a.onnx',
      output: null,
      directory: '.',
      inputs: 'models/features.json',
      batch: null,
      timeout: 1500,
      retries: null,
      concurrency: null,
    })
  })

  test('a server by name, another by address, a command by its words', () => {
    expect(
      callOf('{ oip: "http://127.0.0.1:8000", name: credit, version: 3, batch: 64 }'.replace('3', '"3"')),
    ).toMatchObject({
      kind: 'oip',
      url: 'http://127.0.0.1:8000',
      name: 'credit',
      version: '3',
      batch: 64,
    })
    expect(callOf('{ http: "https://scores.test/v1", headers: { authorization: $TOKEN } }')).toMatchObject({
      kind: 'http',
      headers: { authorization: '$TOKEN' },
    })
    expect(callOf('{ command: node score.mjs --fast }')).toMatchObject({
      kind: 'command',
      command: ['node', 'score.mjs', '--fast'],
    })
  })

  test('with the output and the class that are read; absent where the policy does not say', () => {
    expect(callOf('{ mlflow: "http://h:1", output: probabilities, class: paid }')).toMatchObject({
      kind: 'mlflow',
      output: 'probabilities',
      class: 'paid',
    })
    expect(callOf('{ command: score, class: 0, classes: [1, no, true] }')).toMatchObject({
      class: 0,
      classes: ['1', 'no', 'true'],
    })
    expect(callOf('{ onnx: a.onnx, class: true }')).toMatchObject({ class: 'true' })
    for (const call of ['{ http: "http://h:1" }', '{ onnx: a.onnx }']) {
      expect(callOf(call)).not.toHaveProperty('class')
      expect(callOf(call)).not.toHaveProperty('classes')
    }
    expect(callOf('{ http: "http://h:1" }')).not.toHaveProperty('output')
  })

  test.each([
    ['one class of a task that has several', 'multiclass', 'class: a', ['class']],
    ['names of classes where there are none', 'regression', 'classes: [a, b]', ['classes']],
    ['a class twice', 'binary', 'classes: [a, b, a]', ['classes[2]']],
    ['one class', 'binary', 'classes: [a]', ['classes']],
    ['a fraction for a class', 'binary', 'class: 0.5', ['class']],
  ])('refuses %s', (_, task, field, at) => {
    const text = `version: 1\nmodel: m\ntask: ${task}\ndatasets: { test: { path: t.csv } }\ncolumns: { label: y }\nmodels: { candidate: { call: { onnx: a.onnx, ${field} } } }\n`
    const paths = problemsOf(text).map(({ path }) => path)
    expect(paths.filter((path) => path?.startsWith('models.'))).toEqual(at.map((one) => `models.candidate.call.${one}`))
  })

  test('beside columns, or instead of them', () => {
    expect(parse(withCall('{ score: s, call: { onnx: a.onnx } }')).models[0]).toMatchObject({ score: 's' })
    expect(parse(withCall('{ call: { onnx: a.onnx } }')).models[0]).toMatchObject({ score: null })
    expect(parse(`${head}${oneGate}`).models[0]!.call).toBeNull()
  })

  test.each([
    ['none', '{ call: { inputs: f.json } }', ['9:22 missing-field models.candidate.call.onnx']],
    ['two', '{ call: { onnx: a.onnx, command: b } }', ['9:47 misplaced-field models.candidate.call.command']],
    [
      'a field of another',
      '{ call: { onnx: a.onnx, version: "2" } }',
      ['9:47 misplaced-field models.candidate.call.version'],
    ],
    ['a server without a model', '{ call: { oip: "http://h:1" } }', ['9:22 missing-field models.candidate.call.name']],
    ['no address', '{ call: { http: "ftp://h" } }', ['9:30 invalid-value models.candidate.call.http']],
    ['no time', '{ call: { onnx: a.onnx, timeout: 3MB } }', ['9:47 invalid-value models.candidate.call.timeout']],
    ['a misspelling', '{ call: { onx: a.onnx } }', ['9:24 unknown-field models.candidate.call.onx']],
  ])('refuses %s', (_, call, expected) => {
    expect(places(problemsOf(withCall(call)))).toEqual(expected)
  })
})
