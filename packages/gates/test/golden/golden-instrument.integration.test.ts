import { interval } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import { judge, measureCatalogue, measurePolicy, parseEvidence } from '../../src/index.ts'
import { type GoldenPolicy, goldenPolicy } from './golden-policy.ts'

const options = { version: 'test', asOf: '2026-06-01', curves: false }
const all = `represents: production
    apart_from: train
    reviewed: seen
    labelled_at: day
    refresh: P3M
    columns: { weight: w }`

async function measurement(gate: string, over: Partial<GoldenPolicy> = {}, asOf = '2026-06-01') {
  const policy = await goldenPolicy({ golden: all, ...over, gates: [`{ name: g, ${gate} }`] })
  const evidence = await measurePolicy(policy, { ...options, asOf })
  const verdict = judge(policy, evidence, { asOf, catalogue: measureCatalogue })
  return { evidence, gate: verdict.gates[0]!, ...evidence.measurements[0]! }
}

describe('measures of a golden set', () => {
  test.each<[string, string, number, RegExp | null]>([
    [
      'the least covered feature',
      'metric: golden_coverage, min: 0.7',
      0.75,
      /least covered: region, 75 % of production/,
    ],
    ['features on average', 'metric: { name: golden_coverage, over: mean }, min: 0.7', 0.875, /region/],
    ['bins that need more rows', 'metric: { name: golden_coverage, min_rows: 3 }, min: 0.7', 0, /amount/],
    [
      'slices that have enough rows',
      'metric: { name: golden_slice_coverage, min_rows: 9 }, min: 0.7',
      7 / 8,
      /region=west \(0 rows\)/,
    ],
    ['the oldest label', 'metric: golden_age, max: P200D', 121, /^due again on 2026-04-30 \(P3M\)$/],
    ['the newest label', 'metric: { name: golden_age, of: newest }, max: 90d', 31, /due/],
    ['reviewed rows', 'metric: reviewed_share, min: 0.5', 0.75, null],
    ['rows that training knows', 'metric: leakage_rate, max: 0.2', 3 / 40, /2 exact, 1 near/],
    ['rows that training knows exactly', 'metric: { name: leakage_rate, match: exact }, max: 0.2', 2 / 40, /2 exact/],
    ['repeated rows', 'metric: duplicate_rate, max: 0', 0, /0 exact/],
    ['effective rows', 'metric: effective_sample_size, min: 20', 60 ** 2 / 120, null],
  ])('%s', async (_, gate, expected, note) => {
    const measured = await measurement(gate)
    expect(measured.value).toBeCloseTo(expected, 12)
    if (note !== null) expect(measured.note).toMatch(note)
    expect(measured.gate.status).toBe(expected === 0 && gate.includes('golden_coverage') ? 'fail' : 'pass')
  })

  test('shares have Wilson intervals, counts of these rows none', async () => {
    const leaks = await measurement('metric: leakage_rate, max: 0.1, proof: proven')
    expect(leaks.uncertainty).toEqual({ kind: 'proportion', method: 'wilson', successes: 3, trials: 40 })
    expect(leaks.gate.status).toBe('inconclusive')
    expect((await measurement('metric: golden_age, max: 1')).gate).toMatchObject({ status: 'fail' })
    expect((await measurement('metric: golden_age, max: 1')).uncertainty).toBeNull()
  })

  test('an age needs a day that is not before the labels', async () => {
    const early = await measurement('metric: golden_age, max: 90d', {}, '2026-02-01')
    expect(early).toMatchObject({ value: null, note: 'labels are dated after 2026-02-01, the day of this run' })
    expect(early.gate.status).toBe('inconclusive')
  })

  test('labels are due where production has moved beyond noise, whatever their day', async () => {
    const rows = (n: number, from: number) =>
      Array.from({ length: n }, (_, i) => `${i},${i % 2},0.5,east,${from + ((i * 37) % 100)}`)
    const table = (n: number, from: number) => ['id,y,s,region,amount', ...rows(n, from)].join('\n')
    const golden = 'represents: production\n    labelled_at: 2026-05-30\n    refresh: { every: P3M, drift: 0.1 }'
    const moved = { golden, files: { 'production.csv': table(1000, 40), 'golden.csv': table(300, 0) } }
    const age = await measurement('metric: golden_age, max: 90d', moved)
    expect([age.value, age.gate.status]).toEqual([2, 'pass'])
    expect(age.note).toMatch(
      /^due now: amount has moved by \d+(\.\d)? % of rows beyond noise \(refresh: drift 0\.1\); due again on/,
    )
    expect(age.evidence.golden![0]!.drift).toMatchObject({ feature: 'amount', bound: 0.1, due: true })
    expect(parseEvidence(JSON.stringify(age.evidence), 'e.json')).toEqual(age.evidence)
    const drift = await measurement('metric: golden_drift, max: 0.1', moved)
    expect([drift.gate.status, drift.gate.remedy]).toEqual(['fail', expect.stringMatching(/^Draw rows of today/)])
    const still = { golden, files: { 'production.csv': table(1000, 0), 'golden.csv': table(300, 0) } }
    const none = await measurement('metric: golden_drift, max: 0.1', still)
    expect([none.value, none.gate.status, none.note]).toEqual([0, 'pass', 'no feature has moved by more than chance'])
    expect((await measurement('metric: golden_age, max: 90d', still)).note).toBe('due again on 2026-08-30 (P3M)')
  })

  test('an age is not known where a row has no day, however young the others are', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${i},${i % 2},0.5,east,${i},${i === 7 ? '2026-05-30' : ''}`)
    const files = { 'golden.csv': ['id,y,s,region,amount,day', ...lines].join('\n') }
    const golden = 'represents: production\n    labelled_at: day'
    for (const of of ['oldest', 'median', 'newest']) {
      const gate = `metric: { name: golden_age, of: ${of} }, max: 90d`
      const { value, note, gate: verdict } = await measurement(gate, { golden, files })
      expect([value, note]).toEqual([null, '299 of 300 rows have no day of labelling; the others are up to 2 days old'])
      expect([verdict.status, verdict.remedy]).toEqual([
        'inconclusive',
        expect.stringMatching(/^Give every row of golden/),
      ])
    }
  })

  test('a date for all labels, from the end of a month', async () => {
    const golden = 'represents: production\n    labelled_at: 2025-11-30\n    refresh: P3M'
    const { value, note } = await measurement('metric: golden_age, max: 400', { golden })
    expect([value, note]).toEqual([183, 'due again on 2026-02-28 (P3M)'])
  })
})

describe('agreement of three people on 999 pairs (PandaLM)', () => {
  const people = {
    files: {},
    slices: '[]',
    golden: 'annotators: [human1, human2, human3]\n    columns: { label: human_majority, group: prompt_id }',
  }
  const ofVotes = async (metric: string, golden = people.golden) => {
    const policy = await goldenPolicy({ ...people, golden, gates: [`{ name: g, metric: ${metric}, min: 0.5 }`] })
    const datasets = policy.datasets.map((one) => (one.name === 'golden' ? { ...one, paths: ['votes.csv'] } : one))
    return (await measurePolicy({ ...policy, datasets }, options)).measurements[0]!
  }

  // The formulas written out in NumPy 2.4; Cohen's kappa of scikit-learn 1.9.
  test.each([
    ['label_agreement', 0.8642206851960816],
    ['{ name: label_agreement, statistic: fleiss_kappa }', 0.864175364997549],
  ])('%s', async (metric, expected) => {
    const { value, uncertainty } = await ofVotes(metric)
    expect(value).toBeCloseTo(expected, 12)
    // Votes on one prompt are not independent.
    expect(uncertainty!.method).toBe('cluster_robust')
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    expect(lower).toBeLessThan(expected)
    expect(upper).toBeGreaterThan(expected)
  })

  test('Cohen is for two, and says what to take for three', async () => {
    const cohen = '{ name: label_agreement, statistic: cohen_kappa }'
    const two = people.golden.replace(', human3', '')
    expect((await ofVotes(cohen, two)).value).toBeCloseTo(0.8520226785167024, 12)
    await expect(ofVotes(cohen)).rejects.toMatchObject({
      problems: [{ code: 'golden-set', hint: expect.stringContaining('krippendorff_alpha') }],
    })
  })
})

test('label errors that a model suspects are an ordinary measure, by slice too', async () => {
  const policy = await goldenPolicy({
    gates: ['{ name: g, metric: label_error_rate, on: golden, max: 1, slices: [region] }'],
  })
  const { measurements } = await measurePolicy(policy, options)
  expect(measurements.map(({ slice }) => slice)).toEqual(['all', 'region=east', 'region=north', 'region=south'])
  expect(measurements[0]!.value).toBeGreaterThan(0)
})

describe('texts of a golden set', () => {
  const question = (i: number) =>
    `Which of the ${i + 3} rivers that cross the plain of region ${i * 7} is the longest one?`
  const lines = (texts: readonly string[]) =>
    ['id,y,s,question', ...texts.map((text, i) => `${i},${i % 2},0.5,${text}`)].join('\n')
  const asked = Array.from({ length: 20 }, (_, i) => question(i))
  const files = {
    'production.csv': lines(asked),
    // The last one repeats the one before it, nearly.
    'golden.csv': lines([...asked.slice(0, 9), `${question(8)}!`]),
    // One golden question as it is, one in other letters, one without its sign, and one that merely looks alike.
    'train.csv': lines([
      question(0),
      question(1).toUpperCase(),
      question(2).slice(0, -1),
      question(3).replace('rivers that cross', 'lakes around'),
      'What else?',
    ]),
  }
  const golden = 'represents: production\n    apart_from: train\n    text: question'
  const over = { files, golden, slices: '[]' }

  test.each<[string, number, RegExp]>([
    ['leakage_rate', 3 / 10, /^1 exact, 2 near; of rows with near texts at least 99.9 % are found$/],
    ['{ name: leakage_rate, match: exact }', 1 / 10, /^1 exact, 2 near$/],
    // Any two of these questions share 0.71 of their shingles or more.
    ['{ name: leakage_rate, compare: texts, similarity: 0.7 }', 1, /1 exact, 9 near/],
    ['{ name: leakage_rate, similarity: 1 }', 2 / 10, /1 exact, 1 near/],
    ['{ name: leakage_rate, shingles: words, shingle_length: 2 }', 3 / 10, /1 exact, 2 near/],
    ['duplicate_rate', 1 / 10, /0 exact, 1 near/],
    ['{ name: duplicate_rate, similarity: 1 }', 0, /0 exact, 0 near/],
  ])('%s', async (metric, expected, note) => {
    const measured = await measurement(`metric: ${metric}, max: 1`, over)
    expect(measured.value).toBeCloseTo(expected, 12)
    expect(measured.note).toMatch(note)
  })

  test('are in the evidence as counts, and as no text', async () => {
    const { evidence } = await measurement('metric: leakage_rate, max: 0.5', over)
    expect(evidence.golden![0]).toMatchObject({
      features: [],
      texts: {
        columns: ['question'],
        similarity: 0.8,
        recall: 0.999,
        repeats: { exact: 0, near: 1 },
        leaks: { exact: 1, near: 3 },
      },
    })
    expect(JSON.stringify(evidence)).not.toMatch(/rivers/i)
    expect(parseEvidence(JSON.stringify(evidence), 'e.json')).toEqual(evidence)
  })

  test('give measurements of sets without texts no other identity than they had', async () => {
    const { options } = await measurement('metric: leakage_rate, max: 0.5')
    expect(options).toEqual({ match: 'near', tolerance: 0.01 })
  })
})

describe('evidence', () => {
  test('keeps what a golden set is like, and no row of it', async () => {
    const { evidence } = await measurement('metric: golden_coverage, min: 0.7')
    const [golden] = evidence.golden!
    expect(golden).toMatchObject({
      dataset: 'golden',
      represents: 'production',
      apartFrom: ['train'],
      rows: 40,
      representedRows: 400,
      effectiveRows: 30,
      age: {
        asOf: '2026-06-01',
        oldest: 121,
        median: 76,
        newest: 31,
        undated: 0,
        refresh: { rule: 'P3M', due: '2026-04-30', overdue: true },
      },
      reviewed: { rows: 30 },
      repeats: { exact: 0, near: 0 },
      leaks: { exact: 2, near: 3 },
    })
    expect(golden!.features.map(({ feature }) => feature)).toEqual(['region', 'amount'])
    expect(golden!.slices.find(({ slice }) => slice === 'region=west')).toMatchObject({
      represented: 100,
      golden: 0,
      expected: 10,
    })
    expect(evidence.datasets.map(({ name, rows, inputs }) => [name, rows, inputs.length])).toEqual([
      ['production', 400, 1],
      ['train', 100, 1],
      ['golden', 40, 1],
    ])
    expect(parseEvidence(JSON.stringify(evidence), 'e.json')).toEqual(evidence)
  })

  test('a category of few rows is not named', async () => {
    const names = Array.from(
      { length: 300 },
      (_, i) => `${i},${i % 2},0.5,${i < 5 ? 'Ada Lovelace' : i % 2 ? 'one' : 'two'},${i}`,
    )
    const files = { 'production.csv': ['id,y,s,region,amount', ...names].join('\n') }
    const { evidence } = await measurement('metric: golden_coverage, min: 0', {
      files,
      slices: '[]',
      golden: 'represents: production',
    })
    expect(JSON.stringify(evidence.golden)).not.toContain('Lovelace')
    expect(evidence.golden![0]!.features[0]!.bins.map(({ label }) => label)).toEqual(['one', 'two', '1 others'])
  })

  test('is refused where what it was held against has changed', async () => {
    const policy = await goldenPolicy({ gates: ['{ name: g, metric: golden_coverage, min: 0.1 }'] })
    const evidence = await measurePolicy(policy, options)
    const datasets = policy.datasets.map((one) => (one.name === 'production' ? { ...one, paths: ['other.csv'] } : one))
    const [gate] = judge({ ...policy, datasets }, evidence, { asOf: '2026-06-01', catalogue: measureCatalogue }).gates
    expect(gate).toMatchObject({ status: 'error', reason: expect.stringContaining('dataset production') })
  })

  test('is the same for the same inputs, bit for bit', async () => {
    const policy = await goldenPolicy({ gates: ['{ name: g, metric: golden_coverage, min: 0.1 }'] })
    expect(await measurePolicy(policy, options)).toEqual(await measurePolicy(policy, options))
  })
})

describe('what is wrong with a golden set is said at its line', () => {
  const slip = Array.from({ length: 20 }, (_, i) => `${i},${i % 2},0.5,east,${i},${i % 2},${i === 12 ? 9 : i % 2}`)
  const annotated = { 'golden.csv': ['id,y,s,region,amount,ann,bob', ...slip].join('\n') }
  const labels = { 'golden.csv': 'id,y,s,region,amount\n1,2,0.5,east,3' }
  const otherUnits = { 'golden.csv': 'id,y,s,region,amount\n1,1,0.5,EAST,999999' }
  const plain = 'id,y,s,region\n1,1,0.5,east\n2,0,0.5,west'
  const textOnly = { 'golden.csv': plain, 'production.csv': plain }
  const nothingShared = { 'golden.csv': 'id,y,s,colour\n1,1,0.5,red' }
  test.each<[string, string, Partial<GoldenPolicy>, string, RegExp]>([
    [
      'labels that production does not know',
      'golden_coverage',
      { files: labels },
      'unknown-label',
      /holds 2, and 'production' only 0, 1/,
    ],
    [
      'no column in common',
      'golden_coverage',
      { files: nothingShared, slices: '[]' },
      'missing-column',
      /share no column/,
    ],
    [
      'no value in common',
      'golden_coverage',
      { files: otherUnits, slices: '[]' },
      'no-overlap',
      /No row of 'golden' has a value that 'production' knows, in any of region, amount/,
    ],
    [
      'a feature that is not there',
      'golden_coverage',
      { golden: 'represents: production\n    features: [amuont]' },
      'missing-column',
      /no column "amuont"/,
    ],
    ['a column of days that is not there', 'golden_age', { golden: 'labelled_at: dya' }, 'missing-column', /dya/],
    [
      'nothing that it represents',
      'golden_coverage',
      { golden: 'apart_from: train' },
      'golden-set',
      /nothing says what it represents/,
    ],
    [
      'nothing to be kept apart from',
      'leakage_rate',
      { golden: 'represents: production' },
      'golden-set',
      /no dataset to be kept apart from/,
    ],
    [
      'texts that are compared and not declared',
      '{ name: duplicate_rate, similarity: 0.9 }',
      {},
      'golden-set',
      /'similarity' is about texts, and it names no column of text/,
    ],
    [
      'a text that is none',
      'duplicate_rate',
      { golden: 'represents: production\n    text: amount' },
      'unsupported-type',
      /is BIGINT, where texts were expected/,
    ],
    [
      'a text that is not there',
      'duplicate_rate',
      { golden: 'represents: production\n    text: regoin' },
      'missing-column',
      /no column "regoin"/,
    ],
    [
      'no feature beside the texts',
      'golden_coverage',
      {
        golden: 'represents: production\n    text: [region]'.replace('\n    features: [region]', ''),
        files: textOnly,
        slices: '[]',
      },
      'golden-set',
      /shares no feature with 'production' beside its texts/,
    ],
    [
      'an annotation that is no label',
      'label_agreement',
      { golden: 'annotators: [ann, bob]\n    represents: production', files: annotated },
      'unknown-label',
      /annotator column 'bob' of 'golden' holds 9, first in row 13; the labels are 0, 1/,
    ],
    ['no annotators', 'label_agreement', {}, 'golden-set', /names no annotators/],
    [
      'a column of reviews that is none',
      'reviewed_share',
      { golden: 'reviewed: amount' },
      'golden-set',
      /holds 100, where true and false/,
    ],
    ['no slices', 'golden_slice_coverage', { slices: '[]' }, 'golden-set', /declares no slice/],
    ['a dataset that is none', 'golden_coverage, on: production', {}, 'golden-set', /which is no golden set/],
  ])('%s', async (_, metric, over, code, message) => {
    const policy = await goldenPolicy({ ...over, gates: [`{ name: g, metric: ${metric}, min: 0 }`] })
    const error = await measurePolicy(policy, options).catch((e) => e)
    expect(error.problems?.[0]).toMatchObject({ code, hint: expect.stringMatching(/\w/) })
    expect(error.problems[0].message).toMatch(message)
    expect(error.problems[0].line).toBeGreaterThan(1)
  })
})
