import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PolicyError } from '@sluice/policy'
import { describe, expect, test } from 'vitest'
import { type Given, measured, program } from './stressed-policy.ts'

const models = fileURLToPath(new URL('../../../policies/credit-default/models/', import.meta.url))

describe('mistakes', () => {
  const stress = '{ model: MODEL, perturb: [{ noise: 0.1 }] }'
  const askedOf = (model: string) => stress.replace('MODEL', model)
  const gates = ['{ name: f, metric: failure_rate, stress: s, max: 0.5 }']
  const problem = async (given: Given) => {
    const error = await measured(given).then(
      () => null,
      (thrown) => thrown,
    )
    expect(error).toBeInstanceOf(PolicyError)
    const [first] = (error as PolicyError).problems
    return first!
  }
  /** The suite is declared on the line after `stress:`. */
  const line = 11

  test.each([
    [
      'a column that the table lacks',
      { stress, gates, order: ['income', 'wealth'] },
      'missing-column',
      "reads 'wealth', which 'test' lacks; the table has id, income, sex, y",
    ],
    [
      'a model that answers NaN',
      { stress, gates, body: program("console.log(row.income > 40 ? 'null' : '0.5')") },
      'model-not-finite',
      'nothing finite 6 times',
    ],
    [
      'a list where a number is expected',
      { stress, gates, body: program('console.log("[0.2, 0.5, 0.3]")') },
      'model-wrong-shape',
      'answers with 3 numbers a row, and nothing says which is the score of the positive class',
    ],
    ['a program that ends', { stress, gates, body: 'process.exit(3)' }, 'model-ended', 'exit code 3'],
    [
      'a program that is not there',
      { stress: askedOf('{ command: [./nobody], inputs: features.json, retries: 0 }'), gates },
      'model-ended',
      'ENOENT',
    ],
    [
      'a file that is not there',
      { stress: askedOf('{ onnx: nothing.onnx, inputs: features.json }'), gates },
      'model-bad-file',
      'nothing.onnx',
    ],
    [
      'a server that is away',
      { stress: askedOf('{ http: "http://127.0.0.1:1/", inputs: features.json, retries: 0 }'), gates },
      'model-unreachable',
      '127.0.0.1',
    ],
    [
      'a model that does not say what it reads',
      { stress: askedOf('{ http: "http://127.0.0.1:1/" }'), gates },
      'model-without-inputs',
      'which columns',
    ],
    [
      'a perturbation of a column of another kind',
      { stress: stress.replace('{ noise: 0.1 }', '{ typos: 0.1, columns: [income] }'), gates },
      'suite-misfit',
      'typos',
    ],
    [
      'an unknown column',
      { stress: stress.replace('{ noise: 0.1 }', '{ noise: 0.1, columns: [incme] }'), gates },
      'suite-misfit',
      'there is no column incme',
    ],
    [
      'a direction in a column of texts',
      {
        stress: stress.replace(' }] }', ' }], expect: { directional: { sex: decreasing } } }'),
        gates,
        order: ['income', 'sex'],
      },
      'direction-without-order',
      "the score is decreasing in 'sex', a column of type VARCHAR, whose values do not grow",
    ],
    [
      'an unknown immutable column',
      { stress: stress.replace(' }] }', ' }], immutable: [age] }'), gates },
      'suite-misfit',
      'there is no column age',
    ],
    [
      'an ONNX file with other inputs than the table',
      {
        stress: askedOf(`{ onnx: ${join(models, 'candidate.onnx')}, inputs: ${join(models, 'features.json')} }`),
        gates,
      },
      'missing-column',
      "'limit_bal'",
    ],
    [
      'an ONNX file with more inputs than are named',
      { stress: askedOf(`{ onnx: ${join(models, 'candidate.onnx')}, inputs: features.json }`), gates },
      'model-bad-spec',
      'takes 23 columns',
    ],
  ] as const)('%s is said at the suite, and is no verdict', async (_, given, code, words) => {
    const found = await problem(given)
    expect([found.code, found.line, found.path.startsWith('stress.s')]).toEqual([code, line, true])
    expect(found.message).toContain(words)
    expect(found.message).toContain("stress suite 's'")
  })
})
