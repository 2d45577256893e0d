import { describe, expect, test } from 'vitest'
import { head, oneGate, parse, places, problemsOf } from './example-policy.ts'

const withModel = (fields: string, task = 'binary') =>
  `${head.replace('candidate: { score: s }', `candidate: { ${fields} }`).replace('task: binary', `task: ${task}`)}${oneGate}`
const model = (fields: string) => parse(withModel(fields)).models[0]!

describe('what is done with predictions before they are measured', () => {
  test('calibration, by the method that a comparison chooses unless one is named', () => {
    expect(model('score: s, calibrate: { on: validation }').calibrate).toEqual({ on: 'validation', method: 'auto' })
    expect(model('score: s, calibrate: { on: validation, method: isotonic }').calibrate).toMatchObject({
      method: 'isotonic',
    })
    expect(model('score: s')).toMatchObject({ calibrate: null, conformal: null })
  })

  test('conformal sets of nine in ten, adaptive, over all rows unless a slice is named', () => {
    const conformal = (fields: string, task: string) => {
      // The measures of the small catalogue are for binary models: whatever else is wrong, the model is read.
      const text = withModel(fields, task).replace('metric: roc_auc, min: 0.7', 'metric: ece, max: 0.1')
      return parse(text).models[0]!.conformal
    }
    expect(conformal('probabilities: "p*", conformal: { on: validation }', 'multiclass')).toEqual({
      on: 'validation',
      level: 0.9,
      by: null,
      score: 'aps',
    })
    expect(
      conformal('probabilities: "p*", conformal: { on: validation, by: sex, level: 0.8 }', 'multiclass'),
    ).toMatchObject({ by: 'sex', level: 0.8 })
  })

  test.each([
    [
      'an unknown dataset',
      'score: s, calibrate: { on: valdation }',
      ['9:43 unknown-dataset models.candidate.calibrate.on'],
    ],
    [
      'an unknown calibrator',
      'score: s, calibrate: { on: validation, method: isotonc }',
      ['9:63 invalid-value models.candidate.calibrate.method'],
    ],
    [
      'a calibrator of another task',
      'score: s, calibrate: { on: validation, method: temperature }',
      ['9:63 calibrator-unfit-for-task models.candidate.calibrate.method'],
    ],
    [
      'a set of two classes',
      'score: s, conformal: { on: validation }',
      ['9:37 misplaced-field models.candidate.conformal'],
    ],
  ])('refuses %s', (_, fields, expected) => {
    expect(places(problemsOf(withModel(fields)))).toEqual(expected)
  })

  test('refuses an interval between quantiles that the model does not have', () => {
    const text = withModel('prediction: s, quantiles: { 0.1: a, 0.9: b }, conformal: { on: validation }', 'quantile')
    const problem = problemsOf(text).find(({ path }) => path.includes('conformal'))!
    expect(problem.message).toBe(
      'an interval of 0.9 lies between the quantiles 0.05 and 0.95; the model declares no 0.05 and no 0.95',
    )
  })

  test('refuses to judge a model on the rows that it is fitted on', () => {
    const text = withModel('score: s, calibrate: { on: test }')
    expect(places(problemsOf(text))).toEqual(['13:5 judged-on-fitted-rows gates[0].on'])
  })

  test('refuses a promise within slices that are cut anew on every dataset', () => {
    const text = withModel('probabilities: "p*", conformal: { on: validation, by: age }', 'multiclass')
    const problem = problemsOf(text).find(({ path }) => path.includes('conformal'))!
    expect(problem.message).toContain("'age' is cut by quantiles")
  })
})
