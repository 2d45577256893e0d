import { describe, expect, test } from 'vitest'
import { type DataProfile, lintPolicy } from '../src/index.ts'
import { catalogue } from './catalogue.ts'
import { head, parse, withGates } from './example-policy.ts'

const today = '2026-11-23'

/** A sound policy: what a test adds is what lint speaks of. */
const quiet = [
  '{ name: honest, metric: log_loss, versus: baseline, max_delta: 0, why: Money. }',
  '{ name: rare, metric: pr_auc, min: 0.4, on: validation }',
]
const tidy = `${head.replace(/slices: .*\n/, 'slices: []\n')}gates:\n${quiet.map((gate) => `  - ${gate}\n`).join('')}`

interface Given {
  readonly profile?: DataProfile
  readonly slices?: string
  readonly rest?: string
}

function lint(gate: string, { profile, slices, rest }: Given = {}) {
  const text = `${tidy.replace('slices: []', `slices: [${slices ?? ''}]`)}${gate === '' ? '' : `  - ${gate}\n`}${rest ?? ''}`
  return lintPolicy(parse(text), catalogue, { today, ...(profile === undefined ? {} : { profile }) })
}

const codes = (gate: string, given: Given = {}) => lint(gate, given).map(({ code }) => code)

function profileOf(
  rows: number,
  positives: number | null,
  slices: Record<string, Record<string, [number, number | null]>> = {},
): DataProfile {
  const cut = Object.entries(slices).map(([name, counts]) => [
    name,
    Object.entries(counts).map(([slice, [n, p]]) => ({ slice, rows: n, positives: p })),
  ])
  return { datasets: { test: { rows, positives, slices: Object.fromEntries(cut) } } }
}

const sex = '{ name: sex, column: sex }'
const age = '{ name: age, column: age, quantiles: 4 }'

test('a sound policy is passed over in silence, with and without a profile', () => {
  expect(codes('')).toEqual([])
  expect(codes('', { profile: profileOf(10_000, 3_000) })).toEqual([])
})

describe('each finding has a place, what, why and what instead', () => {
  test('all of them, for a gate on line 15', () => {
    const [finding] = lint('{ name: free, metric: recall, min: 0 }')
    expect(finding).toEqual({
      severity: 'warning',
      code: 'gate-cannot-fail',
      message: "'free' cannot fail: every value that recall can take meets min 0",
      why: 'It looks like a check and is none.',
      hint: 'Choose a bound that a bad model would miss, or remove the gate.',
      file: 'policy.yaml',
      line: 15,
      column: 5,
      path: 'gates.free',
    })
  })
})

describe('measures unfit for the class balance', () => {
  const alone = (text: string, profile: DataProfile) =>
    lintPolicy(parse(text), catalogue, { today, profile }).map(({ code }) => code)
  const rocAuc = withGates(
    '{ name: a, metric: roc_auc, min: 0.7, why: x }',
    '{ name: b, metric: log_loss, max: 1 }',
    '{ name: c, metric: brier, versus: baseline, max_delta: 0, on: validation, slices: all }',
  )

  test('ROC-AUC alone at 9 % positives, not at 11 %', () => {
    expect(alone(rocAuc, profileOf(100_000, 9_000))).toEqual(['roc-auc-with-rare-positives'])
    expect(alone(rocAuc, profileOf(100_000, 11_000))).toEqual([])
  })

  test('not where a measure of the rare class stands beside it', () => {
    expect(alone(rocAuc.replace('log_loss, max: 1', 'pr_auc, min: 0.2'), profileOf(100_000, 900))).not.toContain(
      'roc-auc-with-rare-positives',
    )
  })

  test('not without positives to count', () => {
    expect(alone(rocAuc, profileOf(100_000, null))).toEqual([])
  })

  test('accuracy that the majority class reaches', () => {
    const gate = '{ name: a, metric: accuracy, min: 0.85 }'
    expect(lint(gate, { profile: profileOf(100_000, 10_000) })[0]!.message).toBe(
      "always answering the majority class reaches an accuracy of 90 % on 'test', which passes 'a'",
    )
    expect(codes(gate.replace('0.85', '0.95'), { profile: profileOf(100_000, 10_000) })).toEqual([
      'accuracy-with-majority',
    ])
    expect(codes(gate, { profile: profileOf(100_000, 40_000) })).toEqual([])
  })
})

describe('probabilities', () => {
  test('ranking without a proper score or calibration', () => {
    const findings = lintPolicy(
      parse(withGates('{ name: a, metric: roc_auc, slices: all, min_rows: 100, min: 0.7, why: x }')),
      catalogue,
      { today },
    )
    expect(findings.map(({ code }) => code)).toContain('probabilities-unjudged')
  })

  test('a threshold chosen on the rows that are judged', () => {
    const rest = 'threshold: { maximize: f1, on: test }\n'
    expect(codes('{ name: a, metric: recall, min: 0.5 }', { rest })).toEqual(['threshold-chosen-on-test'])
    expect(codes('{ name: a, metric: roc_auc, min: 0.5 }', { rest })).toEqual([])
    expect(codes('{ name: a, metric: recall, min: 0.5 }', { rest: rest.replace('test', 'validation') })).toEqual([])
  })
})

describe('names that nothing uses', () => {
  test('a slice, a dataset, a model', () => {
    const text = withGates('{ name: a, metric: log_loss, max: 0.7, why: x, slices: [sex], min_rows: 100 }')
    expect(
      lintPolicy(parse(text), catalogue, { today }).map(
        ({ code, line, column, path }) => `${line}:${column} ${code} ${path}`,
      ),
    ).toEqual([
      '5:3 unused-dataset datasets.validation',
      '10:3 unused-model models.baseline',
      '11:38 unused-slice slices.age',
      '11:80 unused-slice slices.poor',
    ])
  })

  test('parts of a cross, the source of the threshold and names in reserved sections are used', () => {
    const text =
      `${withGates('{ name: a, metric: log_loss, max: 0.7, why: x, slices: [both, poor], min_rows: 100 }')}threshold: { maximize: f1, on: validation }
monitors: [{ name: live, model: baseline }]
`.replace('slices: [', 'slices: [{ name: both, cross: [sex, age] }, ')
    expect(lintPolicy(parse(text), catalogue, { today }).map(({ code }) => code)).toEqual(['section-not-run'])
  })
})

describe('gates decided before anything is measured', () => {
  test.each([
    ['min at the least value', 'metric: recall, min: 0', ['gate-cannot-fail']],
    ['max at the greatest value', 'metric: brier, max: 1', ['gate-cannot-fail']],
    ['between everything', 'metric: recall, between: [0, 1]', ['gate-cannot-fail']],
    ['a delta as wide as the range', 'metric: recall, versus: baseline, min_delta: -1', ['gate-cannot-fail']],
    ['a gap as wide as the range', 'metric: recall, between: [validation, test], max_gap: 1', ['gate-cannot-fail']],
    ['a bound that an unbounded measure can miss', 'metric: log_loss, max: 1', []],
    ['a proof at the best value', 'metric: recall, min: 1, proof: proven', ['gate-cannot-pass']],
    ['a proof of equality', 'metric: recall, equals: 0.5, proof: proven', ['gate-cannot-pass']],
    ['a min where less is better', 'metric: log_loss, min: 0.1', ['bound-the-wrong-way']],
    ['a max_delta where more is better', 'metric: recall, versus: baseline, max_delta: 0', ['bound-the-wrong-way']],
    [
      'a blocking gate that lets ignorance pass',
      'metric: recall, min: 0.5, on_inconclusive: pass',
      ['inconclusive-passes'],
    ],
    ['a warning that lets ignorance pass', 'metric: recall, min: 0.5, severity: warn, on_inconclusive: pass', []],
  ])('%s', (_, fields, expected) => {
    expect(codes(`{ name: g, ${fields} }`)).toEqual(expected)
  })

  test('a policy that only warns, and one that gives no reason', () => {
    const rest = '  - { name: rare, metric: pr_auc, min: 0.4, on: validation, severity: warn }\n'
    const base = tidy.replace(/ {2}- .*\n/g, '')
    const linted = (gate: string) =>
      lintPolicy(parse(`${base}  - ${gate}\n${rest}`), catalogue, { today }).map(({ code }) => code)
    expect(linted('{ name: a, metric: log_loss, versus: baseline, max_delta: 0, severity: warn }')).toEqual([
      'no-blocking-gate',
    ])
    expect(linted('{ name: a, metric: log_loss, versus: baseline, max_delta: 0 }')).toEqual(['no-gate-says-why'])
    expect(linted('{ name: a, metric: log_loss, versus: baseline, max_delta: 0, why: x }')).toEqual([])
  })
})

describe('slices with too few rows', () => {
  const counts = { sex: { 'sex=1': [5_000, 1_000], 'sex=2': [60, 12] } } satisfies Record<
    string,
    Record<string, [number, number]>
  >
  const profile = profileOf(5_060, 1_012, counts)

  test('for min_rows: the rows they lack', () => {
    const findings = lint('{ name: g, metric: f1, slices: [sex], min: 0.5, min_rows: 100 }', { slices: sex, profile })
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['never-conclusive', "'g' can never be conclusive on 1 of 2 slices: sex=2 has 60 rows and lacks 40"],
    ])
  })

  test('for min_positives: the rows that would hold them at the same rate', () => {
    const [finding] = lint('{ name: g, metric: f1, slices: [sex], min: 0.5, min_positives: 20 }', {
      slices: sex,
      profile,
    })
    expect(finding!.message).toContain('sex=2 has 60 rows and lacks 40')
  })

  test('for a proof, at the level that Holm leaves to two slices', () => {
    const [finding] = lint('{ name: g, metric: recall, slices: [sex], min: 0.8, proof: proven, min_positives: 5 }', {
      slices: sex,
      profile,
    })
    expect(finding).toMatchObject({
      code: 'never-conclusive',
      message: expect.stringContaining('sex=2 has 60 rows and lacks '),
    })
    const lacks = Number(/lacks (\d+)/.exec(finding!.message)![1])
    expect(60 + lacks).toBeGreaterThan(308)
  })

  test('for a refutation: they pass whatever the model does', () => {
    const gate = '{ name: g, metric: roc_auc, slices: [sex], min: 0.6, min_positives: 10 }'
    const found = lint(gate, { slices: sex, profile }).find((finding) => finding.code === 'slice-cannot-fail')
    expect(found!.message).toContain('sex=2 has 60 rows')
    expect(codes(gate.replace('0.6', '0.9'), { slices: sex, profile })).not.toContain('slice-cannot-fail')
  })

  test('for a measure that has no value without the class that a slice lacks, however few rows it asks for', () => {
    const tiny = profileOf(2_000, 500, { sex: { 'sex=1': [1_000, 500], 'sex=2': [15, 0], 'sex=3': [12, 12] } })
    const found = (fields: string) =>
      lint(`{ name: g, ${fields}, slices: [sex], min_rows: 10 }`, { slices: sex, profile: tiny })
    const never = (fields: string) => found(fields).find(({ code }) => code === 'never-conclusive')?.message
    // A positive comes about once in 4 rows of the dataset, a negative once in 1.3.
    expect(never('metric: roc_auc, min: 0.6')).toBe(
      "'g' can never be conclusive on 2 of 3 slices: sex=2 has 15 rows, none positive, and lacks 4, sex=3 has 12 rows, all positive, and lacks 2",
    )
    expect(never('metric: recall, min: 0.2')).toContain('1 of 3 slices: sex=2 has 15 rows, none positive, and lacks 4')
    expect(never('metric: roc_auc, min: 0.6, proof: point')).toContain('2 of 3 slices')
    expect(never('metric: ece, max: 0.6')).toBeUndefined()
    expect(never('metric: roc_auc, max_disparity: 0.1')).toBeUndefined()
    // A slice that is never decided is not decided by an unreliable interval either.
    expect(found('metric: roc_auc, min: 0.6').map(({ code }) => code)).toEqual(['never-conclusive'])
  })

  test('for positives that a slice has none of: at the rate of the dataset', () => {
    const none = profileOf(2_000, 500, { sex: { 'sex=1': [1_000, 500], 'sex=2': [15, 0] } })
    const [finding] = lint('{ name: g, metric: f1, slices: [sex], min: 0.5, min_positives: 20 }', {
      slices: sex,
      profile: none,
    })
    expect(finding!.message).toContain('sex=2 has 15 rows, none positive, and lacks 80')
  })

  test('slices that are declared too small by the gate are not reported twice', () => {
    expect(
      codes('{ name: g, metric: roc_auc, slices: [sex], min: 0.6, min_rows: 100 }', { slices: sex, profile }),
    ).toEqual(['never-conclusive'])
  })

  test('a whole dataset too small', () => {
    const [finding] = lint('{ name: g, metric: recall, min: 0.5, min_rows: 200 }', { profile: profileOf(150, 100) })
    expect(finding!.message).toBe("'g' can never be conclusive on its rows: all has 150 rows and lacks 50")
  })

  test('a bound on slices of any size', () => {
    expect(codes('{ name: g, metric: f1, slices: [sex], min: 0.5 }', { slices: sex })).toEqual([
      'slices-without-minimum',
    ])
    expect(codes('{ name: g, metric: f1, slices: [sex], min: 0.5, min_rows: 50 }', { slices: sex })).toEqual([])
    expect(codes('{ name: g, metric: f1, slices: [sex], max_disparity: 0.1 }', { slices: sex })).toEqual([])
  })

  test('a point estimate on few rows', () => {
    const gate = '{ name: g, metric: recall, min: 0.5 }'
    expect(lint(gate, { profile: profileOf(500, 100) })).toMatchObject([
      {
        code: 'point-proof-on-few-rows',
        message: "'g' compares a point estimate with its bound on few rows: all (500 rows, ±0.096)",
      },
    ])
    expect(codes(gate, { profile: profileOf(50_000, 10_000) })).toEqual([])
  })

  test('an interval that does not hold its level', () => {
    const gate = '{ name: g, metric: ece, max: 0.1, proof: proven }'
    expect(codes(gate, { profile: profileOf(500, 12) })).toContain('unreliable-interval')
    expect(codes(gate, { profile: profileOf(5_000, 1_000) })).toEqual([])
    const pointwise = lint(gate.replace(', proof: proven', ''), { profile: profileOf(500, 12) })
    expect(pointwise.filter(({ message }) => message.startsWith("'g' is decided"))).toEqual([])
    expect(codes('{ name: g, metric: pr_auc, min: 0.1, proof: proven }', { profile: profileOf(500, 19) })).toContain(
      'unreliable-interval',
    )
  })

  test('the difference of two calibration errors, at any size', () => {
    const gate = '{ name: g, metric: ece, versus: baseline, max_delta: 0.01, proof: proven }'
    expect(codes(gate, { profile: profileOf(500_000, 100_000) })).toContain('noisy-difference')
    expect(codes(gate.replace('proven', 'point'))).not.toContain('noisy-difference')
    expect(codes(gate.replace('ece', 'log_loss'))).not.toContain('noisy-difference')
    expect(codes('{ name: g, metric: ece, max: 0.1, proof: proven }')).not.toContain('noisy-difference')
  })

  test('positives are named where they are what is too few', () => {
    const finding = lint('{ name: g, metric: pr_auc, min: 0.1, proof: proven }', { profile: profileOf(500, 19) }).find(
      ({ message }) => message.startsWith("'g' is decided"),
    )
    expect(finding!.message).toBe(
      "'g' is decided by an interval of pr_auc that does not hold its level on fewer than 60 positives: all (500 rows, 19 positive)",
    )
    expect(finding!.hint).toBe('Add min_positives: 60, or judge these rows with another measure.')
  })

  test('an empty slice lacks everything and breaks nothing', () => {
    const empty = profileOf(1_000, 300, { sex: { 'sex=1': [1_000, 300], 'sex=2': [0, 0] } })
    expect(
      lint('{ name: g, metric: roc_auc, slices: [sex], min: 0.7, min_rows: 100 }', { slices: sex, profile: empty })[0]!
        .message,
    ).toContain('sex=2 has 0 rows and lacks 100')
  })
})

describe('rows outside of every slice', () => {
  const bins = '{ name: age, column: age, edges: [18, 30, 60] }'
  const gate = '{ name: g, metric: f1, slices: [age], min: 0.5, min_rows: 50 }'
  const profile = (outside: Record<string, number>): DataProfile => ({
    datasets: { test: { ...profileOf(2_000, 700).datasets['test']!, outside } },
  })

  test('are counted, at the definition whose edges leave them out', () => {
    expect(lint(gate, { slices: bins, profile: profile({ age: 30 }) })).toMatchObject([
      {
        code: 'rows-outside-slices',
        message: "30 of the 2000 rows of 'test' (1.5 %) are in no slice of 'age': they lie outside its edges, 18 to 60",
        line: 11,
        path: 'slices.age',
      },
    ])
  })

  test('are found where the slices are part of a cross', () => {
    const slices = `${bins}, ${sex}, { name: both, cross: [age, sex] }`
    expect(codes(gate.replace('[age]', '[both]'), { slices, profile: profile({ age: 30 }) })).toEqual([
      'rows-outside-slices',
    ])
  })

  test('are no finding where there are none, or none are known, or the slices are not edges', () => {
    expect(codes(gate, { slices: bins, profile: profile({ age: 0 }) })).toEqual([])
    expect(codes(gate, { slices: bins, profile: profileOf(2_000, 700) })).toEqual([])
    expect(codes(gate, { slices: bins })).toEqual([])
    expect(codes(gate, { slices: '{ name: age, where: "age < 30" }', profile: profile({ age: 30 }) })).toEqual([])
  })

  test('are no finding of slices that no gate on that dataset judges', () => {
    const elsewhere = gate.replace('min: 0.5', 'min: 0.5, on: validation')
    expect(codes(elsewhere, { slices: bins, profile: profile({ age: 30 }) })).toEqual([])
  })
})

describe('overlapping slices', () => {
  const gate = (slices: string, condition = 'min: 0.5, min_rows: 100') =>
    `{ name: g, metric: recall, slices: [${slices}], ${condition} }`

  test.each([
    ['two cuts of one column', `${age}, { name: decades, column: age, edges: [20, 30, 40] }`, 'age, decades'],
    ['a cross and its part', `${sex}, ${age}, { name: both, cross: [sex, age] }`, 'sex, both'],
    ['a predicate on a column that is cut', `${age}, { name: young, where: "age < 25" }`, 'age, young'],
  ])('%s', (_, slices, names) => {
    expect(codes(gate(names), { slices })).toEqual(['overlapping-slices'])
  })

  test('are not seen in separate columns, nor in a predicate over several', () => {
    expect(codes(gate('sex, age'), { slices: `${sex}, ${age}` })).toEqual([])
    expect(
      codes(gate('age, maxed'), {
        slices: `${age}, { name: maxed, where: "age < 25 AND debt > 10 AND note = 'age'" }`,
      }),
    ).toEqual([])
  })

  test('a disparity across two definitions compares groups that share rows', () => {
    expect(codes(gate('sex, age', 'max_disparity: 0.1'), { slices: `${sex}, ${age}` })).toEqual(['overlapping-slices'])
    expect(codes(gate('sex', 'max_disparity: 0.1'), { slices: sex })).toEqual([])
  })

  test('two definitions of one cut', () => {
    expect(codes(gate('sex, gender'), { slices: `${sex}, { name: gender, column: sex }` })).toEqual([
      'duplicate-slice',
      'overlapping-slices',
    ])
  })

  test('many slices without correction', () => {
    const finding = lint(gate('sex, age', 'min: 0.5, min_rows: 100, correction: none'), {
      slices: `${sex}, ${age}`,
      profile: profileOf(9_000, 3_000, {
        sex: { 'sex=1': [4_500, 1_500], 'sex=2': [4_500, 1_500] },
        age: { 'age=a': [3_000, 1_000], 'age=b': [3_000, 1_000], 'age=c': [3_000, 1_000] },
      }),
    })
    expect(finding).toMatchObject([{ code: 'uncorrected-slices', why: expect.stringContaining('12 % of the runs') }])
  })
})

describe('waivers', () => {
  const waiver = (fields: string) =>
    codes('{ name: g, metric: recall, slices: [sex], min_rows: 100, min: 0.5 }', {
      slices: sex,
      rest: `waivers: [{ gate: g, reason: bug, approved_by: lead, ${fields} }]\n`,
    })

  test.each([
    ['until today', 'until: 2026-11-23', []],
    ['until yesterday', 'until: 2026-11-22', ['waiver-expired']],
    ['for 180 days', 'until: 2027-05-22', []],
    ['for 181 days', 'until: 2027-05-23', ['waiver-far-ahead']],
    ['of a slice', 'until: 2026-12-01, slice: "sex=2"', []],
    ['of a slice that the gate does not judge', 'until: 2026-12-01, slice: "age=2"', ['waiver-of-unjudged-slice']],
  ])('%s', (_, fields, expected) => {
    expect(waiver(fields)).toEqual(expected)
  })

  test('of a floor, by the file that declares it', () => {
    const org = `version: 1
gates: [{ name: f, metric: recall, min: 0.5, floor: true }]
waivers: [{ gate: f, until: 2026-12-01, reason: bug, approved_by: owner }]
`
    expect(lintPolicy(parse(`${tidy}extends: org.yaml\n`, [org]), catalogue, { today })).toEqual([])
  })
})

test('findings come by line, inherited ones last', () => {
  const org = 'version: 1\ngates: [{ name: f, metric: recall, min: 0 }]\n'
  const text = `${tidy}  - { name: b, metric: recall, min: 0 }\n  - { name: c, metric: brier, max: 1 }\nextends: org.yaml\n`
  expect(lintPolicy(parse(text, [org]), catalogue, { today }).map(({ file, line }) => `${file}:${line}`)).toEqual([
    'policy.yaml:15',
    'policy.yaml:16',
    'parent-0.yaml:2',
  ])
})
