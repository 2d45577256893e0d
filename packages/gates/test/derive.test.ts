import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicy } from '@sluice/policy'
import { createRandom, interval } from '@sluice/stats'
import { afterAll, describe, expect, test } from 'vitest'
import { measureCatalogue, measurePolicy, profilePolicy } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-derive-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Noise that is three times as wide in group b, around a prediction that knows nothing of groups. */
function writeNumbers(name: string, rows: number, groups = ['a', 'b']): void {
  const random = createRandom(name)
  const lines = Array.from({ length: rows }, (_, row) => {
    const group = groups[row % groups.length]!
    const predicted = 10 * random.uniform()
    const sd = group === 'b' ? 3 : 1
    return [`${name}-${row}`, predicted + sd * random.normal(), predicted, group, sd].join(',')
  })
  writeFileSync(join(folder, name), ['id,y,p,g,sd', ...lines].join('\n'))
}

/** Three classes with probabilities that are true of the label drawn from them. */
function writeClasses(name: string, rows: number, groups = ['a']): void {
  const random = createRandom(name)
  const lines = Array.from({ length: rows }, (_, row) => {
    const raw = [random.uniform(), random.uniform(), random.uniform()].map((u) => u ** 3)
    const sum = raw.reduce((a, b) => a + b)
    const probabilities = raw.map((p) => p / sum)
    const draw = random.uniform()
    const label = draw < probabilities[0]! ? 'a' : draw < probabilities[0]! + probabilities[1]! ? 'b' : 'c'
    return [`${name}-${row}`, label, ...probabilities, groups[row % groups.length]].join(',')
  })
  writeFileSync(join(folder, name), ['id,y,p_a,p_b,p_c,g', ...lines].join('\n'))
}

async function measured(task: string, model: string, gate: string, slices = '') {
  const file = join(folder, 'policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: m
task: ${task}
datasets: { fitting: { path: fitting.csv }, test: { path: test.csv, role: test } }
columns: { id: id, label: y }
models: { m: ${model} }
${slices}
gates: [{ name: g, metric: ${gate} }]
`,
  )
  return measurePolicy(await loadPolicy(file, measureCatalogue), { version: 'test' })
}

describe('conformal intervals', () => {
  const model = (more = '') => `{ prediction: p, conformal: { on: fitting, level: 0.9${more} } }`
  const slices = 'slices: [{ name: g, column: g }]'

  test('hold as many rows as they promise, on average', async () => {
    writeNumbers('fitting.csv', 2000)
    writeNumbers('test.csv', 4000)
    const evidence = await measured(
      'regression',
      model(),
      '{ name: coverage, level: 0.9 }, min: 0.9, slices: [g]',
      slices,
    )
    const coverage = new Map(evidence.measurements.map((one) => [one.slice, one]))
    const all = coverage.get('all')!
    const { lower, upper } = interval(all.value!, all.uncertainty!, 0.999)
    expect(lower).toBeLessThan(0.9)
    expect(upper).toBeGreaterThan(0.88)
    // One width for all is too wide for the quiet group and too narrow for the loud one.
    expect(coverage.get('g=a')!.value!).toBeGreaterThan(0.97)
    expect(coverage.get('g=b')!.value!).toBeLessThan(0.86)
    expect(evidence.datasets.map(({ name }) => name)).toEqual(['fitting', 'test'])
    expect(evidence.datasets[1]!.notes[0]).toContain("fitted on the 2,000 rows of 'fitting'")
  })

  test('within each slice where the policy says so', async () => {
    writeNumbers('fitting.csv', 2000)
    writeNumbers('test.csv', 4000)
    const evidence = await measured(
      'regression',
      model(', by: g'),
      '{ name: coverage, level: 0.9 }, min: 0.9, slices: [g]',
      slices,
    )
    for (const one of evidence.measurements.filter(({ partition }) => partition === 'g')) {
      const { lower, upper } = interval(one.value!, one.uncertainty!, 0.999)
      expect([lower < 0.92, upper > 0.88], one.slice).toEqual([true, true])
    }
  })

  test('rows of a slice that was not fitted are refused, not covered by intervals without end', async () => {
    writeNumbers('fitting.csv', 400)
    writeNumbers('test.csv', 400, ['a', 'b', 'b', 'z'])
    await expect(
      measured('regression', model(', by: g'), '{ name: coverage, level: 0.9 }, min: 0.9', slices),
    ).rejects.toThrow(
      "model 'm': 100 rows of 'test' are in slice g=z, of which 'fitting' has none; a promise of 0.9 within it (conformal.by: g) needs 9 rows of it there",
    )
  })

  test('rows in no slice at all are refused too', async () => {
    writeNumbers('fitting.csv', 400)
    writeNumbers('test.csv', 400)
    const edges = 'slices: [{ name: low, column: p, edges: [0, 5] }]'
    await expect(
      measured('regression', model(', by: low'), '{ name: coverage, level: 0.9 }, min: 0.9', edges),
    ).rejects.toThrow(/rows of 'test' are in no slice of 'low', and the promise of 0.9 is within those slices/)
  })

  test('as wide as a declared spread says hold every group alike', async () => {
    writeNumbers('fitting.csv', 2000)
    writeNumbers('test.csv', 4000)
    const evidence = await measured(
      'regression',
      model(', spread: sd'),
      '{ name: coverage, level: 0.9 }, min: 0.9, slices: [g]',
      slices,
    )
    for (const one of evidence.measurements) {
      const { lower, upper } = interval(one.value!, one.uncertainty!, 0.999)
      expect([lower < 0.92, upper > 0.88], one.slice).toEqual([true, true])
    }
  })

  test('a slice of too few rows is refused, with the number needed', async () => {
    writeNumbers('fitting.csv', 12, ['a', 'a', 'b'])
    await expect(
      measured('regression', model(', by: g'), '{ name: coverage, level: 0.9 }, min: 0.9', slices),
    ).rejects.toThrow("slice g=a of 'fitting' has 8 rows, and a promise of 0.9 needs 9 to be fitted")
  })
})

describe('conformal sets', () => {
  test.each(['lac', 'aps', 'raps'])('%s hold the class as often as they promise, and not more often', async (score) => {
    writeClasses('fitting.csv', 2000)
    writeClasses('test.csv', 4000)
    const model = `{ probabilities: "p_*", conformal: { on: fitting, level: 0.8, score: ${score} } }`
    const coverage = (await measured('multiclass', model, 'coverage, min: 0.8')).measurements[0]!
    const { lower, upper } = interval(coverage.value!, coverage.uncertainty!, 0.999)
    expect(upper).toBeGreaterThan(0.78)
    expect(lower).toBeLessThan(0.82)
    const size = (await measured('multiclass', model, 'mean_set_size, max: 3')).measurements[0]!
    expect(size.value!).toBeGreaterThan(1)
    expect(size.value!).toBeLessThan(3)
  })

  test('that would be empty stay so, are counted, and may be filled at the price of covering more', async () => {
    writeClasses('fitting.csv', 2000)
    writeClasses('test.csv', 4000)
    const of = async (more: string) => {
      const evidence = await measured(
        'multiclass',
        `{ probabilities: "p_*", conformal: { on: fitting, level: 0.6, score: lac${more} } }`,
        'coverage, min: 0.6',
      )
      return { coverage: evidence.measurements[0]!.value!, note: evidence.datasets[1]!.notes[0]! }
    }
    const [plain, filled] = [await of(''), await of(', fill_empty: true')]
    const [, empty] = / ([\d,]+) of 4,000 sets here are empty$/.exec(plain.note)!
    expect(Number(empty!.replace(',', ''))).toBeGreaterThan(100)
    expect(filled.note).toContain(`${empty} of 4,000 sets here would be empty and hold the likeliest class`)
    const excess = filled.coverage - plain.coverage
    expect(excess).toBeGreaterThan(0)
    expect(excess).toBeLessThanOrEqual(Number(empty!.replace(',', '')) / 4000)
  })

  test('of a slice that was not fitted are refused, not taken for covered', async () => {
    writeClasses('fitting.csv', 400)
    writeClasses('test.csv', 400, ['a', 'a', 'a', '9'])
    await expect(
      measured(
        'multiclass',
        '{ probabilities: "p_*", conformal: { on: fitting, by: g } }',
        'coverage, min: 0.9, slices: [g]',
        'slices: [{ name: g, column: g }]',
      ),
    ).rejects.toThrow(/100 rows of 'test' are in slice g=9, of which 'fitting' has none/)
  })

  test('of two classes are sets like any other', async () => {
    const random = createRandom('two classes')
    for (const name of ['fitting.csv', 'test.csv']) {
      const lines = Array.from({ length: 2000 }, (_, row) => {
        const p = random.uniform()
        return [`${name}-${row}`, random.uniform() < p ? 1 : 0, 1 - p, p].join(',')
      })
      writeFileSync(join(folder, name), ['id,y,p_0,p_1', ...lines].join('\n'))
    }
    const model = '{ probabilities: { 0: p_0, 1: p_1 }, conformal: { on: fitting } }'
    const coverage = (await measured('multiclass', model, 'coverage, min: 0.9')).measurements[0]!
    const { lower, upper } = interval(coverage.value!, coverage.uncertainty!, 0.999)
    expect([lower < 0.92, upper > 0.88]).toEqual([true, true])
  })

  test('a model without sets has no coverage', async () => {
    await expect(measured('multiclass', '{ probabilities: "p_*" }', 'coverage, min: 0.8')).rejects.toThrow(
      'gives no prediction sets',
    )
  })
})

describe('calibration', () => {
  /** Positives as often as p says, and a score that says twice the odds squared. */
  function writeScores(name: string, rows: number, constant: number | null = null): void {
    const random = createRandom(name)
    const lines = Array.from({ length: rows }, (_, row) => {
      const p = 0.05 + 0.9 * random.uniform()
      const odds = 2 * (p / (1 - p)) ** 2
      return [`${name}-${row}`, random.uniform() < p ? 1 : 0, constant ?? odds / (1 + odds)].join(',')
    })
    writeFileSync(join(folder, name), ['id,y,s', ...lines].join('\n'))
  }
  const evidenceOf = async (model: string, positive = 1) => {
    const policy = join(folder, 'policy.yaml')
    writeFileSync(
      policy,
      `version: 1
model: m
task: binary
datasets: { fitting: { path: fitting.csv }, test: { path: test.csv, role: test } }
columns: { id: id, label: y, positive: ${positive} }
models: { raw: { score: s, role: baseline }, m: ${model} }
gates:
  - { name: honest, metric: ece, model: m, max: 0.05 }
  - { name: raw, metric: ece, model: raw, max: 1 }
  - { name: ranks, metric: roc_auc, model: m, versus: raw, min_delta: -0.001 }
`,
    )
    return measurePolicy(await loadPolicy(policy, measureCatalogue), { version: 'test' })
  }
  const value = (evidence: Awaited<ReturnType<typeof evidenceOf>>, metric: string, model: string) =>
    evidence.measurements.find((one) => one.metric === metric && one.model === model)!.value!

  test.each(['auto', 'platt', 'beta', 'isotonic', 'venn_abers', 'temperature', 'histogram_binning'])(
    '%s makes honest probabilities of scores that are not',
    async (method) => {
      writeScores('fitting.csv', 3000)
      writeScores('test.csv', 3000)
      const evidence = await evidenceOf(`{ score: s, calibrate: { on: fitting, method: ${method} } }`)
      expect(value(evidence, 'ece', 'raw')).toBeGreaterThan(0.1)
      // A temperature cannot shift scores, only spread them.
      expect(value(evidence, 'ece', 'm')).toBeLessThan(method === 'temperature' ? 0.12 : 0.05)
      if (method !== 'histogram_binning') expect(value(evidence, 'roc_auc', 'm')).toBeGreaterThan(-0.01)
      expect(evidence.datasets.find(({ name }) => name === 'test')!.notes[0]).toMatch(
        method === 'auto' ? /^model 'm' is calibrated by \w+ \(chosen: it / : `calibrated by ${method}, fitted on`,
      )
    },
  )

  test('says how far apart the two probabilities of Venn–Abers are', async () => {
    writeScores('fitting.csv', 300)
    writeScores('test.csv', 300)
    const evidence = await evidenceOf('{ score: s, calibrate: { on: fitting, method: venn_abers } }')
    expect(evidence.datasets.find(({ name }) => name === 'test')!.notes[0]).toMatch(
      /its two probabilities of a row lie 0\.\d{3} apart on average, 0\.\d{3} at most$/,
    )
  })

  test('too few rows to choose by are an error, never the scores as they are', async () => {
    writeScores('fitting.csv', 12)
    writeScores('test.csv', 300)
    await expect(evidenceOf('{ score: s, calibrate: { on: fitting } }')).rejects.toThrow(
      /model 'm' cannot be calibrated on 'fitting': Too few rows to tell: the rarest class has \d, .* more rows are needed/,
    )
  })

  test('scores that rank the wrong way round are an error', async () => {
    writeScores('fitting.csv', 300)
    writeScores('test.csv', 300)
    const calibrated = evidenceOf('{ score: s, calibrate: { on: fitting, method: platt } }', 0)
    await expect(calibrated).rejects.toThrow('Higher scores go with fewer positives')
  })

  test('isotonic regression reaches 0 and 1 at its ends, as scikit-learn’s does', async () => {
    const rows = ['0,0.1', '0,0.2', '1,0.6', '0,0.7', '1,0.8', '1,0.9']
    const write = (name: string, first: number) =>
      writeFileSync(join(folder, name), ['id,y,s', ...rows.map((row, i) => `${first + i},${row}`)].join('\n'))
    write('fitting.csv', 1)
    write('test.csv', 101)
    const model = '{ score: s, calibrate: { on: fitting, method: isotonic } }'
    const evidence = await measured('binary', model, 'brier, max: 1')
    // IsotonicRegression gives 0, 0, 0.5, 0.5, 1, 1.
    expect(evidence.measurements[0]!.value).toBe(0.5 / 6)
  })

  test('scores that are all the same calibrate nothing', async () => {
    writeScores('fitting.csv', 300, 0.5)
    writeScores('test.csv', 300)
    await expect(evidenceOf('{ score: s, calibrate: { on: fitting, method: platt } }')).rejects.toThrow(
      "cannot be calibrated on 'fitting': All scores are the same",
    )
  })
})

describe('rows that a model is fitted on', () => {
  const model = '{ prediction: p, conformal: { on: fitting } }'
  const gate = '{ name: coverage, level: 0.9 }, min: 0.9'
  const refused = (problem: object) =>
    expect(measured('regression', model, gate)).rejects.toMatchObject({ problems: [problem] })

  test('are refused as a copy under another name', async () => {
    writeNumbers('fitting.csv', 200)
    copyFileSync(join(folder, 'fitting.csv'), join(folder, 'test.csv'))
    await refused({
      code: 'judged-on-fitted-rows',
      message:
        "gate 'g' judges 'm' on 'test', rows that it is fitted on ('fitting'): test.csv is, byte for byte, fitting.csv of 'fitting'",
      line: 8,
    })
  })

  test('are refused by their ids, with how many and one of them', async () => {
    writeNumbers('fitting.csv', 200)
    const lines = readFileSync(join(folder, 'fitting.csv'), 'utf8').split('\n')
    writeNumbers('test.csv', 200)
    appendFileSync(join(folder, 'test.csv'), `\n${lines.slice(8, 10).join('\n')}`)
    await refused({
      code: 'judged-on-fitted-rows',
      message: expect.stringMatching(/: 2 ids of it are in 'fitting' too, for instance fitting\.csv-[78]$/),
      hint: expect.stringContaining("write columns: { id: null } in 'test'"),
    })
  })

  test('by lint as well as by a check', async () => {
    writeNumbers('fitting.csv', 200)
    copyFileSync(join(folder, 'fitting.csv'), join(folder, 'test.csv'))
    await refused({ code: 'judged-on-fitted-rows' })
    const policy = await loadPolicy(join(folder, 'policy.yaml'), measureCatalogue)
    await expect(profilePolicy(policy)).rejects.toMatchObject({ problems: [{ code: 'judged-on-fitted-rows' }] })
  })
})
