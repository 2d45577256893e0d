import { describe, expect, test } from 'vitest'
import { head, oneGate, parse, places, problemsOf, withGates } from './example-policy.ts'

describe('everything wrong is reported at once, each at its place', () => {
  const text = `version: 1
modle: x
task: binary
datasets:
  test: { path: a.parquet, role: test, colums: {} }
columns: { label: y, lable: z }
models:
  candidate: { score: s }
  baseline: { score: b, rol: baseline }
threshold: { recal: 0.8, on: tset }
slices:
  - { name: sex, colum: sex }
  - { name: a, column: a, quantiles: 1 }
gates:
  - { name: g1, metric: average_precision, min: 0.5 }
  - { name: g2, metric: { name: ece, bin: 3, strategy: quantil }, max: 0.1 }
  - { name: g3, metric: recall, slices: sex, min: 0.5 }
  - { name: g4, metric: recall, slices: [sexx], min: 25ms, confidence: 95 }
  - { name: g4, metric: latency, max: 25 }
  - { metric: recall, min: 0.5 }
  - { name: g5, metric: recall, min: 0.5, max: 0.6 }
  - { name: g6, metric: roc_auc, versus: baselin, min_delta: 0, severity: Block }
  - { nam: g7, metric: roc_auc, min: 0.5 }
  - { name: g8, metric: { nam: ece }, max: 0.1 }
  - { name: g9, metric: rmse, max: 1 }
waivers:
  - { gate: g3, until: 2027-02-30, reason: x, approved_by: y }
  - { gate: gg3, until: 2027-02-28, reason: x, approved_by: y }
`
  const problems = problemsOf(text)

  test('by file order, nothing twice', () => {
    expect(places(problems)).toEqual([
      '2:1 unknown-field modle',
      '5:40 unknown-field datasets.test.colums',
      '6:22 unknown-field columns.lable',
      '9:25 unknown-field models.baseline.rol',
      '10:14 unknown-field threshold.recal',
      '10:30 unknown-dataset threshold.on',
      '12:18 unknown-field slices[0].colum',
      '13:38 invalid-value slices[1].quantiles',
      '15:25 unknown-measure gates[0].metric',
      '16:38 unknown-field gates[1].metric.bin',
      '16:56 invalid-value gates[1].metric.strategy',
      '17:41 invalid-value gates[2].slices',
      '18:42 unknown-slice gates[3].slices[0]',
      '18:54 invalid-value gates[3].min',
      '18:72 invalid-value gates[3].confidence',
      '19:13 duplicate-name gates[4].name',
      '19:25 unknown-measure gates[4].metric',
      '20:5 missing-field gates[5].name',
      '21:48 several-conditions gates[6].max',
      '22:42 unknown-model gates[7].versus',
      '22:75 invalid-value gates[7].severity',
      '23:7 unknown-field gates[8].nam',
      '24:27 unknown-field gates[9].metric.nam',
      '25:25 measure-unfit-for-task gates[10].metric',
      '27:24 invalid-value waivers[0].until',
      '28:13 unknown-gate waivers[1].gate',
    ])
  })

  test('with the nearest spelling', () => {
    expect(
      problems.flatMap((problem) => (problem.nearest === undefined ? [] : [`${problem.found}: ${problem.nearest}`])),
    ).toEqual([
      'modle: model',
      'colums: columns',
      'lable: label',
      'rol: role',
      'recal: recall',
      'tset: test',
      'colum: column',
      'average_precision: pr_auc',
      'bin: bins',
      "'quantil': quantile",
      'sexx: sex',
      'baselin: baseline',
      "'Block': block",
      'nam: name',
      'nam: name',
      'gg3: g3',
    ])
  })

  test('with what was expected, what was found and what to do', () => {
    const at = (path: string) => problems.find((problem) => problem.path === path)!
    expect(at('gates[3].min')).toMatchObject({ expected: 'a number', found: "'25ms'" })
    expect(at('gates[3].confidence').hint).toBe('Write 0.95: a confidence is a share of one.')
    expect(at('gates[2].slices').hint).toBe('A single slice is a list too: slices: [sex].')
    expect(at('gates[4].metric').message).toBe("this version has no measure 'latency'")
    expect(at('gates[4].metric').hint).toContain('never passes')
    expect(at('waivers[0].until').expected).toBe('a calendar day such as 2027-01-31')
    expect(at('gates[10].metric').hint).toContain('For binary there are roc_auc, pr_auc')
  })
})

test('what a whole policy must have', () => {
  expect(places(problemsOf('version: 1\n'))).toEqual([
    '1:1 missing-field model',
    '1:1 missing-field task',
    '1:1 missing-field gates',
    '1:1 missing-field datasets',
    '1:1 missing-field models',
  ])
  expect(places(problemsOf(`${head.replace('version: 1\n', '')}${oneGate}`))).toEqual(['1:1 missing-field version'])
})

describe('a gate has one condition, with what it needs', () => {
  test.each([
    ['no condition', '{ name: g, metric: recall }', '13:5 missing-condition gates[0].min'],
    ['two conditions', '{ name: g, metric: recall, min: 0.1, max: 0.9 }', '13:47 several-conditions gates[0].max'],
    ['a delta without versus', '{ name: g, metric: recall, min_delta: 0 }', '13:43 misplaced-field gates[0].min_delta'],
    [
      'versus with min',
      '{ name: g, metric: recall, versus: baseline, min: 0.5 }',
      '13:55 misplaced-field gates[0].min',
    ],
    ['versus alone', '{ name: g, metric: recall, versus: baseline }', '13:5 missing-condition gates[0].min'],
    ['max_gap alone', '{ name: g, metric: recall, max_gap: 0.1 }', '13:41 misplaced-field gates[0].max_gap'],
    [
      'two datasets without max_gap',
      '{ name: g, metric: recall, between: [validation, test] }',
      '13:5 missing-field gates[0].max_gap',
    ],
    [
      'two datasets with min',
      '{ name: g, metric: recall, between: [validation, test], min: 0.5 }',
      '13:41 misplaced-field gates[0].between',
    ],
    [
      'two datasets and on',
      '{ name: g, metric: recall, between: [validation, test], max_gap: 0.1, on: test }',
      '13:79 misplaced-field gates[0].on',
    ],
    [
      'a dataset with itself',
      '{ name: g, metric: recall, between: [test, test], max_gap: 0.1 }',
      '13:48 compares-with-itself gates[0].between[1]',
    ],
    [
      'a number and a dataset',
      '{ name: g, metric: recall, between: [0.1, test] }',
      '13:41 invalid-value gates[0].between',
    ],
    ['descending numbers', '{ name: g, metric: recall, between: [0.9, 0.1] }', '13:41 invalid-value gates[0].between'],
    [
      'disparity without slices',
      '{ name: g, metric: recall, max_disparity: 0.1 }',
      '13:47 misplaced-field gates[0].max_disparity',
    ],
    ['a bound out of range', '{ name: g, metric: recall, min: 70 }', '13:37 bound-outside-range gates[0].min'],
    [
      'a delta out of range',
      '{ name: g, metric: recall, versus: baseline, min_delta: -2 }',
      '13:61 bound-outside-range gates[0].min_delta',
    ],
    [
      'a model against itself',
      '{ name: g, metric: recall, versus: candidate, min_delta: 0 }',
      '13:40 compares-with-itself gates[0].versus',
    ],
    [
      'a required option',
      '{ name: g, metric: recall_at_precision, min: 0.5 }',
      '13:24 missing-field gates[0].metric.precision',
    ],
    [
      'an option out of range',
      '{ name: g, metric: { name: ece, bins: 1 }, max: 0.1 }',
      '13:43 invalid-value gates[0].metric.bins',
    ],
    ['an unknown dataset', '{ name: g, metric: recall, on: tests, min: 0.5 }', '13:36 unknown-dataset gates[0].on'],
    ['no metric', '{ name: g, min: 0.5 }', '13:5 missing-field gates[0].metric'],
    ['a field that is empty', '{ name: g, metric: recall, min: }', '13:37 invalid-value gates[0].min'],
  ])('%s', (_, gate, expected) => {
    expect(places(problemsOf(withGates(gate)))).toEqual([expected])
  })

  test('a ratio of a measure that may be negative is refused', () => {
    const text = withGates('{ name: g, metric: r2, slices: [sex], min_ratio: 0.8 }').replace(
      'task: binary',
      'task: regression',
    )
    expect(places(problemsOf(text))).toEqual(['13:54 misplaced-field gates[0].min_ratio'])
  })

  test.each([
    ['regression', 'rmse'],
    ['multiclass', 'log_loss'],
    ['multilabel', 'hamming_loss'],
  ])('positive rows cannot be demanded in %s, where there are none', (task, metric) => {
    const text = withGates(`{ name: g, min_positives: 10, metric: ${metric}, max: 1 }`)
    expect(places(problemsOf(text.replace('task: binary', `task: ${task}`)))).toEqual([
      '13:31 misplaced-field gates[0].min_positives',
    ])
    expect(problemsOf(text.replace('task: binary', `task: ${task}`).replace('min_positives', 'min_rows'))).toEqual([])
  })
})

describe('slices are of one kind', () => {
  const slice = (line: string) =>
    places(
      problemsOf(`${head.replace(/slices: .*\n/, '')}slices:\n  - { name: sex, column: sex }\n  - ${line}\n${oneGate}`),
    )
  test.each([
    ['of no kind', '{ name: a }', '13:5 missing-field slices[1].column'],
    ['of two kinds', '{ name: a, column: x, where: y }', '13:34 misplaced-field slices[1].where'],
    ['cut twice', '{ name: a, column: x, quantiles: 2, top: 3 }', '13:38 misplaced-field slices[1].quantiles'],
    ['a predicate that is cut', '{ name: a, where: x, top: 3 }', '13:31 misplaced-field slices[1].top'],
    ['descending edges', '{ name: a, column: x, edges: [3, 1] }', '13:34 unordered-edges slices[1].edges'],
    [
      'a window of a month',
      '{ name: a, column: x, windows: { last: 1month } }',
      '13:44 invalid-value slices[1].windows.last',
    ],
    ['a misspelt part', '{ name: a, cross: [sex, sez] }', '13:29 unknown-slice slices[1].cross[1]'],
    ['a part twice', '{ name: a, cross: [sex, sex] }', '13:29 duplicate-name slices[1].cross[1]'],
    ['made of itself', '{ name: a, cross: [sex, a] }', '13:23 slice-cycle slices[1].cross'],
    ['a reserved name', '{ name: all, column: x }', '13:13 reserved-name slices[1].name'],
    ['a name twice', '{ name: sex, column: x }', '13:13 duplicate-name slices[1].name'],
  ])('%s', (_, line, expected) => {
    expect(slice(line)).toEqual([expected])
  })

  test('a circle of several crosses is reported once, with the way round', () => {
    const text = `${head.replace(/slices: .*\n/, '')}slices:
  - { name: sex, column: sex }
  - { name: a, cross: [sex, b] }
  - { name: b, cross: [sex, a] }
${oneGate}`
    const problems = problemsOf(text)
    expect(places(problems)).toEqual(['13:23 slice-cycle slices[1].cross'])
    expect(problems[0]!.message).toContain('a → b → a')
  })

  test('discovered slices cannot be crossed', () => {
    const text = `${head.replace(/slices: .*\n/, '')}slices:
  - { name: sex, column: sex }
  - { name: worst, discover: { columns: [sex] } }
  - { name: a, cross: [sex, worst] }
${oneGate}`
    expect(places(problemsOf(text))).toEqual(['14:23 cross-of-discovered slices[2].cross'])
  })
})

describe('the threshold', () => {
  const threshold = (value: string) => `${head}threshold: ${value}\n${oneGate}`
  test.each([
    ['0.3', { kind: 'fixed', value: 0.3 }],
    ['{ maximize: informedness, on: validation }', { kind: 'maximize', metric: 'informedness', on: 'validation' }],
    ['{ maximize: f1, on: validation }', { kind: 'maximize', metric: 'f1', on: 'validation' }],
    ['{ recall: 0.8, on: validation }', { kind: 'reach', metric: 'recall', value: 0.8, on: 'validation' }],
    ['{ precision: 0.8, on: validation }', { kind: 'reach', metric: 'precision', value: 0.8, on: 'validation' }],
  ])('%s', (value, expected) => {
    expect(parse(threshold(value)).threshold).toEqual({
      ...expected,
      location: { file: 'policy.yaml', line: 12, column: 1 },
    })
  })

  test.each([
    ['{ recall: 0.8 }', '12:12 missing-field threshold.on'],
    ['{ on: validation }', '12:12 missing-field threshold.maximize'],
    ['{ recall: 0.8, precision: 0.5, on: validation }', '12:38 misplaced-field threshold.precision'],
    ['{ maximize: roc_auc, on: validation }', '12:24 invalid-value threshold.maximize'],
    ['{ maximize: mcc, on: validation }', '12:24 invalid-value threshold.maximize'],
    ['{ maximize: false_positive_rate, on: validation }', '12:24 invalid-value threshold.maximize'],
    ['{ mcc: 0.5, on: validation }', '12:14 unknown-field threshold.mcc'],
    ['{ informedness: 0.5, on: validation }', '12:14 unknown-field threshold.informedness'],
    ['{ recall: 80, on: validation }', '12:22 invalid-value threshold.recall'],
    ['high', '12:12 invalid-value threshold'],
  ])('%s is refused', (value, expected) => {
    expect(places(problemsOf(threshold(value)))).toEqual([expected])
  })

  test('what it cannot be chosen by is refused with what it can, and the nearest spelling', () => {
    const [unfit] = problemsOf(threshold('{ maximize: mcc, on: validation }'))
    expect(unfit!.message).toBe("expected one of recall, precision, f1, accuracy, informedness, found 'mcc'")
    expect(unfit!.nearest).toBeUndefined()
    expect(problemsOf(threshold('{ maximize: presicion, on: validation }'))[0]).toMatchObject({ nearest: 'precision' })
    expect(problemsOf(threshold('{ recal: 0.8, on: validation }'))[0]).toMatchObject({ nearest: 'recall' })
  })

  test('is at its line also where it is written over several, or inherited, and nowhere by default', () => {
    const block = `${head}threshold:\n  maximize: f1\n  on: validation\n${oneGate}`
    expect(parse(block).threshold.location).toMatchObject({ file: 'policy.yaml', line: 12 })
    const inherited = parse(`${head}extends: parent-0.yaml\n${oneGate}`, ['version: 1\nthreshold: 0.3\n'])
    expect(inherited.threshold.location).toEqual({ file: 'parent-0.yaml', line: 2, column: 1 })
    expect(parse(head + oneGate).threshold).toEqual({ kind: 'fixed', value: 0.5 })
  })
})

test('a waiver needs a day, a reason and a name', () => {
  const text = `${head}${oneGate}waivers:\n  - { gate: ranks }\n`
  expect(places(problemsOf(text))).toEqual([
    '15:5 missing-field waivers[0].until',
    '15:5 missing-field waivers[0].reason',
    '15:5 missing-field waivers[0].approved_by',
  ])
})
