import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy, PolicyError, type Problem } from '@sluice/policy'
import { afterAll, expect, test } from 'vitest'
import { measureCatalogue, measurePolicy, predicateProblems, profilePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-data-problems-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 2},0.${row + 10},${20 + row},${row % 3},x`)
writeFileSync(join(folder, 'test.csv'), ['id,y,s,age,k,text', ...rows].join('\n'))

async function load(yaml: string, name = 'policy') {
  writeFileSync(join(folder, `${name}.yaml`), yaml)
  return loadPolicy(join(folder, `${name}.yaml`), measureCatalogue)
}

async function problemsOf(yaml: string): Promise<readonly Problem[]> {
  const policy = await load(yaml)
  const error = await measurePolicy(policy, { version: 'test' }).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PolicyError)) throw error ?? new Error('nothing is wrong')
  return error.problems
}

const brief = (problems: readonly Problem[]) =>
  problems.map(({ line, column, code, path, nearest }) => [`${line}:${column}`, code, path, nearest ?? null])

test('everything that the data proves wrong is said at once, each at its field, with the nearest column', async () => {
  const problems = await problemsOf(`version: 1
model: m
task: binary
datasets: { test: { path: test.csv } }
columns:
  label: yy
  positive: 1
  group: grp
models:
  candidate: { score: ss }
  old: { role: baseline, score: s }
slices:
  - { name: age, column: agee, quantiles: 2 }
  - { name: foo, where: "foo > 1 AND agge < 3" }
  - { name: sub, where: '(SELECT 1) = 1' }
  - { name: words, column: text, quantiles: 2 }
  - { name: crossed, cross: [age, k] }
  - { name: worst, discover: { columns: [age, kk] } }
gates:
  - { name: g, metric: roc_auc, versus: old, min_delta: 0, slices: [age, foo, sub, words, crossed, worst] }
  - { name: h, metric: roc_auc, slices: [colour], min: 0.5 }
`)
  expect(brief(problems)).toEqual([
    ['6:10', 'missing-column', 'columns.label', 'y'],
    ['8:10', 'missing-column', 'columns.group', null],
    ['10:23', 'missing-column', 'models.candidate.score', 's'],
    ['13:26', 'missing-column', 'slices[0].column', 'age'],
    ['14:26', 'invalid-predicate', 'slices[1].where', null],
    ['14:38', 'invalid-predicate', 'slices[1].where', 'age'],
    ['15:26', 'invalid-predicate', 'slices[2].where', null],
    ['16:28', 'not-numeric', 'slices[3].column', null],
    ['18:47', 'missing-column', 'slices[5].discover.columns[1]', 'k'],
    ['21:42', 'missing-column', 'gates[1].slices[0]', null],
  ])
  for (const { code, found, expected } of problems) {
    if (code !== 'missing-column') continue
    expect(expected).toBe('a column of the table')
    expect(found).toBeTruthy()
  }
  expect(problems[0]!.message).toContain('id, y, s, age, k, text')
  expect(Object.keys(problems[0]!)).not.toContain('textAt')
})

test('a dataset of its own columns, a class and a quantile level are named at their own fields', async () => {
  const own = await problemsOf(`version: 1
model: m
task: multiclass
datasets:
  test: { path: test.csv, role: test, columns: { label: kind } }
columns: { id: id, label: y }
models: { m: { probabilities: { 0: s, 1: p1 } } }
gates: [{ name: g, metric: accuracy, min: 0.5 }]
`)
  expect(brief(own)).toEqual([
    ['5:57', 'missing-column', 'datasets.test.columns.label', null],
    ['7:42', 'missing-column', 'models.m.probabilities.1', null],
  ])
  const prefixed = await problemsOf(`version: 1
model: m
task: multiclass
datasets: { test: { path: test.csv } }
columns: { label: y, weight: importance }
models:
  m: { probabilities: "p_*" }
gates: [{ name: g, metric: accuracy, min: 0.5 }]
`)
  expect(brief(prefixed)).toEqual([
    ['5:30', 'missing-column', 'columns.weight', null],
    ['7:23', 'missing-column', 'models.m.probabilities', null],
  ])
})

test('mistakes of several datasets come together, a file that is not there among them', async () => {
  const problems = await problemsOf(`version: 1
model: m
task: binary
datasets:
  validation: { path: nowhere.csv }
  test: { path: test.csv, role: test }
columns: { label: y, positive: 1 }
models: { m: { score: ss } }
threshold: { maximize: f1, on: validation }
gates: [{ name: g, metric: accuracy, min: 0.5 }]
`)
  expect(brief(problems)).toEqual([
    ['5:3', 'missing-file', 'datasets.validation', null],
    ['8:23', 'missing-column', 'models.m.score', 's'],
  ])
})

test('a predicate that fails on a row is said at its slice', async () => {
  const problems = await problemsOf(`version: 1
model: m
task: binary
datasets: { test: { path: test.csv } }
columns: { label: y, positive: 1 }
models: { m: { score: s } }
slices: [{ name: odd, where: "CAST(text AS INTEGER) > 3" }]
gates: [{ name: g, metric: accuracy, slices: [odd], min: 0.5 }]
`)
  expect(brief(problems)).toEqual([['7:30', 'invalid-predicate', 'slices[0].where', null]])
})

const predicates = (where: string) => `version: 1
model: m
task: binary
datasets: { test: { path: not-needed.csv } }
columns: { label: y, positive: 1 }
models: { m: { score: s } }
slices:
  - name: odd
    where: ${where}
gates: [{ name: g, metric: accuracy, min: 0.5 }]
`

test('a predicate is refused without its data, at the letter that is wrong', async () => {
  const of = async (where: string) => brief(await predicateProblems(await load(predicates(where), 'predicates')))
  expect(await of('age > 3')).toEqual([])
  expect(await of('(SELECT 1) = 1')).toEqual([['9:12', 'invalid-predicate', 'slices[0].where', null]])
  expect(await of('age > random()')).toEqual([['9:18', 'invalid-predicate', 'slices[0].where', null]])
  expect(await of('"age > random()"')).toEqual([['9:19', 'invalid-predicate', 'slices[0].where', null]])
})

test('where a text is escaped or folded, the field is named and the letter counted', async () => {
  const policy = await load(predicates(`"age > 1 \\u0041ND random() > 1"`), 'escaped')
  const [problem] = await predicateProblems(policy)
  expect(problem).toMatchObject({ line: 9, column: 12 })
  expect(problem!.message).toContain('(character 13 of the predicate)')
})

test('a subquery in a slice that no gate uses is refused all the same', async () => {
  const yaml = predicates('(SELECT 1) = 1').replace('not-needed.csv', 'test.csv')
  expect(brief(await problemsOf(yaml))).toEqual([['9:12', 'invalid-predicate', 'slices[0].where', null]])
})

test('what rows prove wrong is said at once too, of every role, model and dataset', async () => {
  const lines = (id: (row: number) => number, y: (row: number) => string, s: (row: number) => string) =>
    ['id,y,s,t,w', ...Array.from({ length: 20 }, (_, row) => `${id(row)},${y(row)},${s(row)},0.5,${row - 1}`)].join(
      '\n',
    )
  writeFileSync(
    join(folder, 'rows.csv'),
    lines(
      (row) => Math.floor(row / 2),
      (row) => `${row % 3}`,
      (row) => (row === 4 ? '' : '0.5'),
    ),
  )
  writeFileSync(
    join(folder, 'more.csv'),
    lines(
      (row) => row,
      (row) => `${row % 2}`,
      (row) => (row === 7 ? 'nan' : '0.5'),
    ),
  )
  const yaml = `version: 1
model: m
task: binary
datasets:
  validation: { path: more.csv, columns: { weight: null } }
  test: { path: rows.csv, role: test }
columns: { id: id, label: y, positive: 1, weight: w }
models:
  m: { score: s }
  old: { role: baseline, score: t }
gates:
  - { name: g, metric: accuracy, versus: old, min_delta: 0 }
  - { name: h, metric: accuracy, on: validation, min: 0.1 }
`
  const problems = await problemsOf(yaml)
  expect(problems.map(({ line, column, code, path }) => [`${line}:${column}`, code, path])).toEqual([
    ['7:16', 'duplicate-id', 'columns.id'],
    ['7:27', 'not-binary', 'columns.label'],
    ['7:51', 'bad-weight', 'columns.weight'],
    ['9:15', 'missing-score', 'models.m.score'],
    ['9:15', 'missing-score', 'models.m.score'],
  ])
  expect(problems.slice(3).map(({ message }) => message)).toEqual([
    "score column 's' of 'validation' is missing or NaN in 1 row, first in row 8",
    "score column 's' of 'test' is missing or NaN in 1 row, first in row 5",
  ])
  await expect(profilePolicy(await load(yaml))).rejects.toMatchObject({ problems })
})

test('a class without a probability and labels that are no 0 or 1 are said at their fields', async () => {
  const three = Array.from({ length: 20 }, (_, row) => `${row % 3},0.5,${row === 3 ? '' : '0.5'}`)
  writeFileSync(join(folder, 'three.csv'), ['y,p0,p1', ...three].join('\n'))
  const classes = await problemsOf(`version: 1
model: m
task: multiclass
datasets: { test: { path: three.csv } }
columns: { label: y }
models: { m: { probabilities: "p*" } }
gates: [{ name: g, metric: accuracy, min: 0.5 }]
`)
  expect(brief(classes)).toEqual([
    ['5:19', 'unknown-class', 'columns.label', null],
    ['6:31', 'missing-score', 'models.m.probabilities', null],
  ])
  const labels = await problemsOf(`version: 1
model: m
task: multilabel
datasets: { test: { path: three.csv } }
columns: { labels: [y, p0] }
models: { m: { probabilities: { a: p0, b: p1 } } }
gates: [{ name: g, metric: hamming_loss, max: 0.5 }]
`)
  expect(brief(labels)).toEqual([
    ['5:21', 'bad-label', 'columns.labels[0]', null],
    ['5:24', 'bad-label', 'columns.labels[1]', null],
    ['6:43', 'missing-score', 'models.m.probabilities.b', null],
  ])
})
