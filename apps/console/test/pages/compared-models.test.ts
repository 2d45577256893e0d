import { expect, test } from 'vitest'
import { comparedModels } from '../../src/pages/curves/compared-models.ts'

const models = ['candidate', 'int8', 'fp32', 'baseline']
const held = [
  { model: 'int8', versus: 'fp32' },
  { model: 'candidate', versus: null },
  { model: 'candidate', versus: 'baseline' },
]
const shown = (own: string, asked?: readonly string[]) =>
  comparedModels(models, own, held, asked).flatMap(({ model, shown: is }) => (is ? [model] : []))

test('a model is drawn beside what its gates hold it against', () => {
  expect(shown('candidate')).toEqual(['baseline'])
  expect(shown('int8')).toEqual(['fp32'])
  expect(shown('fp32')).toEqual(['candidate'])
})

test('the address adds models and takes the baseline away', () => {
  expect(shown('candidate', ['baseline', 'int8'])).toEqual(['baseline', 'int8'])
  expect(shown('candidate', [])).toEqual([])
  expect(shown('candidate', ['gone'])).toEqual([])
})

test('each model keeps a colour of its own, and only the baseline a whole line', () => {
  const compared = comparedModels(models, 'candidate', held, ['int8'])
  expect(compared.map(({ model }) => model)).toEqual(['baseline', 'int8', 'fp32'])
  expect(new Set(compared.map(({ colour }) => colour)).size).toBe(3)
  expect(compared.map(({ quiet }) => quiet)).toEqual([false, true, true])
  expect(comparedModels(['candidate'], 'candidate', held, undefined)).toEqual([])
})
