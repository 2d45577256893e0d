import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestMeasure, nearestSpelling } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, problemsOf } from './example-policy.ts'

describe('the nearest spelling', () => {
  const fields = ['name', 'metric', 'model', 'on', 'min', 'max', 'min_rows', 'min_ratio', 'slices', 'severity']
  test.each([
    ['metrc', 'metric'],
    ['Metric', 'metric'],
    ['min-rows', 'min_rows'],
    ['rows_min', 'min_rows'],
    ['modle', 'model'],
    ['in', 'min'],
    ['n', 'on'],
    ['sev', 'severity'],
    ['threshold', null],
    ['', null],
  ])('of %s is %s', (typed, expected) => {
    expect(nearestSpelling(typed, fields)).toBe(expected)
  })

  test.each([
    ['auc', 'roc_auc'],
    ['auc_roc', 'roc_auc'],
    ['ROC-AUC', 'roc_auc'],
    ['average_precision', 'pr_auc'],
    ['sensitivty', 'recall'],
    ['latency', null],
  ])('measure of %s is %s', (typed, expected) => {
    expect(nearestMeasure(typed, catalogue)).toBe(expected)
  })
})

const examples: Readonly<Record<string, readonly [text: string, field: string][]>> = {
  'the file': [
    ['FIELD: x', 'model'],
    ['FIELD: x', 'description'],
    ['FIELD: [x]', 'owners'],
    ['FIELD: binary', 'task'],
    ['FIELD: 0.5', 'threshold'],
    ['FIELD: []', 'waivers'],
    ['FIELD: []', 'monitors'],
  ],
  'a gate': [
    'metric',
    'model',
    'versus',
    'min',
    'max',
    'equals',
    'between',
    'min_delta',
    'max_gap',
    'max_disparity',
    'min_ratio',
    'severity',
    'slices',
    'correction',
    'min_rows',
    'min_positives',
    'confidence',
    'proof',
    'on_inconclusive',
    'why',
    'floor',
    'name',
    'on',
  ].map((field): [string, string] => ['gates: [{ FIELD: x }]', field]),
  'a slice': ['column', 'quantiles', 'edges', 'windows', 'every', 'where', 'cross', 'discover', 'top'].map(
    (field): [string, string] => ['slices: [{ FIELD: x }]', field],
  ),
  'a waiver': ['gate', 'slice', 'until', 'reason', 'approved_by'].map((field): [string, string] => [
    'waivers: [{ FIELD: x }]',
    field,
  ]),
  'a dataset': ['path', 'role', 'columns'].map((field): [string, string] => [
    'datasets: { test: { FIELD: x } }',
    field,
  ]),
  columns: ['id', 'label', 'positive', 'timestamp', 'weight', 'group', 'query'].map((field): [string, string] => [
    'columns: { FIELD: x }',
    field,
  ]),
  'a model': ['role', 'score', 'prediction', 'probabilities', 'quantiles'].map((field): [string, string] => [
    'models: { candidate: { FIELD: x } }',
    field,
  ]),
  'a measure with options': [
    ['gates: [{ name: g, metric: { name: ece, FIELD: 5 } }]', 'bins'],
    ['gates: [{ name: g, metric: { name: ece, FIELD: x } }]', 'strategy'],
    ['gates: [{ name: g, metric: { FIELD: ece } }]', 'name'],
  ],
}

test('any letter left out of a field is answered with the field', () => {
  const written = fc.constantFrom(...Object.values(examples).flat())
  fc.assert(
    fc.property(written, fc.nat(), ([template, field], at) => {
      const position = at % field.length
      const typed = field.slice(0, position) + field.slice(position + 1)
      const problems = problemsOf(`version: 1\n${template.replace('FIELD', `"${typed}"`)}\n`)
      expect(problems.find((problem) => problem.code === 'unknown-field')).toMatchObject({
        line: 2,
        found: typed,
        nearest: field,
      })
    }),
    { seed: 3, numRuns: 1000 },
  )
})

test('any letter left out of a name is answered with the name', () => {
  const uses = [
    ['on: NAME', 'validation', 'unknown-dataset'],
    ['versus: NAME', 'baseline', 'unknown-model'],
    ['model: NAME', 'candidate', 'unknown-model'],
    ['slices: [NAME]', 'poor', 'unknown-slice'],
  ] as const
  fc.assert(
    fc.property(fc.constantFrom(...uses), fc.nat(), ([use, name, code], at) => {
      const position = at % name.length
      const typed = name.slice(0, position) + name.slice(position + 1)
      const problems = problemsOf(
        `${head}gates: [{ name: g, metric: recall, min: 0.5, ${use.replace('NAME', typed)} }]\n`,
      )
      expect(problems.find((problem) => problem.code === code)).toMatchObject({ line: 12, found: typed, nearest: name })
    }),
    { seed: 5, numRuns: 300 },
  )
})
