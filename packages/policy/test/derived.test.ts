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
      fillEmpty: false,
    })
    expect(conformal('probabilities: "p*", conformal: { on: validation, score: raps, rank: 2 }', 'multiclass')).toEqual(
      {
        on: 'validation',
        level: 0.9,
        by: null,
        score: 'raps',
        penalty: 0.1,
        rank: 2,
        fillEmpty: false,
      },
    )
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

  test.each([
    ['multiclass', 'score: aps, penalty: 0.1', 'penalty', "'penalty' belongs to score: raps; the score here is aps"],
    [
      'regression',
      'fill_empty: true',
      'fill_empty',
      "'fill_empty' belongs to score: lac, aps, raps; the score here is absolute",
    ],
    [
      'regression',
      'score: absolute, spread: sd',
      'spread',
      "'spread' belongs to score: normalised; the score here is absolute",
    ],
    ['regression', 'score: normalised', 'spread', 'no column of it is named'],
    ['regression', 'score: raps', 'score', "'raps' makes sets, and a number needs an interval"],
  ])('%s: refuses %s', (task, fields, field, message) => {
    const text = withModel(`prediction: s, conformal: { on: validation, ${fields} }`, task)
    const problem = problemsOf(text).find(({ path }) => path.includes('conformal'))!
    expect(problem.path).toBe(`models.candidate.conformal.${field}`)
    expect(problem.message).toContain(message)
  })

  test('an interval around a median needs the median', () => {
    const text = withModel('quantiles: { 0.1: a, 0.9: b }, conformal: { on: validation, score: absolute }', 'quantile')
    const problem = problemsOf(text).find(({ path }) => path.includes('conformal'))!
    expect(problem.message).toBe(
      "an interval by 'absolute' lies around the median, and the model declares no quantile 0.5",
    )
  })

  test('two classes: says how they get sets', () => {
    const [problem] = problemsOf(withModel('score: s, conformal: { on: validation }'))
    expect(problem!.hint).toContain('write task: multiclass with a column of probabilities for either class')
  })

  test.each(['calibrate', 'conformal'])('refuses the fitting file under another name: %s', (step) => {
    const fields =
      step === 'calibrate' ? 'score: s, calibrate: { on: again }' : 'prediction: s, conformal: { on: again }'
    const text = withModel(fields, step === 'calibrate' ? 'binary' : 'regression').replace(
      'datasets:',
      'datasets:\n  again: { path: ./data/../test.parquet }',
    )
    const problem = problemsOf(text).find(({ code }) => code === 'judged-on-fitted-rows')!
    expect(problem.message).toMatch(
      /on 'test', whose file .*test\.parquet is also one of 'again', the rows that it is fitted on$/,
    )
    expect(problem.path).toBe('gates[0].on')
  })

  test('refuses a promise within the most frequent values, which differ by dataset', () => {
    const text = withModel('probabilities: "p*", conformal: { on: validation, by: often }', 'multiclass')
    const problem = problemsOf(text.replace('slices: [', 'slices: [{ name: often, column: c, top: 3 }, ')).find(
      ({ path }) => path.includes('conformal'),
    )!
    expect(problem.message).toContain("'often' is cut by the most frequent values of each")
  })

  test('refuses a promise within slices that are cut anew on every dataset', () => {
    const text = withModel('probabilities: "p*", conformal: { on: validation, by: age }', 'multiclass')
    const problem = problemsOf(text).find(({ path }) => path.includes('conformal'))!
    expect(problem.message).toContain("'age' is cut by quantiles")
  })
})
