import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binaryFamily } from '@sluice/calibration'
import { orderByScore } from '@sluice/metrics'
import { loadPolicy } from '@sluice/policy'
import { createRandom } from '@sluice/stats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CalibrationEvidence, type Evidence, measureCatalogue, measurePolicy, readEvidence } from '../src/index.ts'
import { drawSample } from '../src/measure/calibration/drawn-sample.ts'
import { withholdSmallSlices } from '../src/withhold-small-slices.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-calibration-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Scores that are twice as sure as they should be, in log-odds; group c has 40 rows. */
function writeRows(name: string, rows: number): void {
  const random = createRandom(name)
  const lines = Array.from({ length: rows }, (_, row) => {
    const logit = 1.5 * random.normal() - 0.5
    const label = random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0
    return [`${name}-${row}`, label, 1 / (1 + Math.exp(-2 * logit)), row < 40 ? 'c' : row % 2 === 0 ? 'a' : 'b'].join(
      ',',
    )
  })
  writeFileSync(join(folder, name), ['id,y,s,g', ...lines].join('\n'))
}

/** Binned as the section does. */
const honest = '- { name: honest, metric: { name: ece, bins: 15, strategy: quantile }, max: 1 }'
const judged = `
  ${honest}
  - { name: ranks, metric: roc_auc, min: 0.5, slices: [g], min_rows: 60 }`
/** Reads other rows of the model too. */
const gates = `${judged}
  - { name: elsewhere, metric: roc_auc, between: [fitting, test], max_gap: 1 }`

async function measured(model: string, asked = gates, curves = true, datasets = 'fitting: { path: fitting.csv }, ') {
  const file = join(folder, 'policy.yaml')
  writeFileSync(
    file,
    `version: 1
model: m
task: binary
datasets: { ${datasets}test: { path: test.csv, role: test } }
columns: { id: id, label: y, positive: 1 }
models: { m: ${model} }
slices: [{ name: g, column: g }]
gates: ${asked}
`,
  )
  const policy = await loadPolicy(file, measureCatalogue)
  return { policy, evidence: await measurePolicy(policy, { version: 'test', curves }) }
}

const eceOf = (evidence: Evidence) => evidence.measurements.find(({ metric }) => metric === 'ece')!.value!

let plain: Awaited<ReturnType<typeof measured>>
let section: CalibrationEvidence

beforeAll(async () => {
  writeRows('fitting.csv', 3000)
  writeRows('test.csv', 2000)
  plain = await measured('{ score: s }')
  section = plain.evidence.calibration![0]!
}, 60_000)

const methodOf = ({ methods }: CalibrationEvidence, name: string) => methods.find(({ method }) => method === name)!

describe('the calibration section', () => {
  test('judges the scores as they are and under every calibrator, fitted on other rows', () => {
    expect(plain.evidence.calibration).toHaveLength(1)
    expect(section).toMatchObject({
      dataset: 'test',
      model: 'm',
      of: 'positive',
      rows: 2000,
      ofRows: 2000,
      fitting: { dataset: 'fitting', rows: 3000, crossFitted: false },
      applied: null,
      notes: [],
    })
    expect(section.methods.map(({ method }) => method)).toEqual(
      binaryFamily.candidates.map(({ method }) => method.name),
    )
    expect(methodOf(section, 'identity').quality!.ece.value).toBeCloseTo(eceOf(plain.evidence), 5)
    // The scores are too sure by a factor of their log-odds: a temperature is all that they need.
    expect(section.choice!.method).toBe('temperature')
    expect(methodOf(section, 'temperature').change!.upper!).toBeLessThan(0)
    expect(methodOf(section, 'temperature').quality!.ece.upper!).toBeLessThan(
      methodOf(section, 'identity').quality!.ece.lower!,
    )
  })

  test.each(['temperature', 'platt', 'isotonic'])('says of %s what a gate measures behind it', async (method) => {
    const { evidence } = await measured(`{ score: s, calibrate: { on: fitting, method: ${method} } }`, judged)
    const own = evidence.calibration![0]!
    expect(own.applied).toBe(method)
    expect(methodOf(own, method).quality!.ece.value).toBeCloseTo(eceOf(evidence), 5)
    // Before it stands the score that nothing was done to.
    expect(methodOf(own, 'identity')).toEqual({ ...methodOf(section, 'identity'), reliability: expect.anything() })
  })

  test('names the method that the chooser took for the gates', async () => {
    const { evidence } = await measured('{ score: s, calibrate: { on: fitting, method: auto } }', judged)
    const own = evidence.calibration![0]!
    const note = evidence.datasets.find(({ name }) => name === 'test')!.notes[0]!
    expect(note).toContain(`calibrated by ${own.applied} (chosen: `)
    expect(methodOf(own, own.applied!).quality!.ece.value).toBeCloseTo(eceOf(evidence), 5)
  })

  test('fits on the judged rows, fold by fold, where there are no others', async () => {
    const { evidence } = await measured('{ score: s }', `\n  ${honest}`, true, '')
    const own = evidence.calibration![0]!
    expect(own.fitting).toEqual({ dataset: 'test', rows: 2000, crossFitted: true })
    expect(methodOf(own, 'temperature').quality!.ece.value!).toBeLessThan(methodOf(own, 'identity').quality!.ece.value!)
  })

  test('of two models with the same scores is one: the same calibrators, and what each applies', async () => {
    const models = '{ score: s }, mended: { role: variant, score: s, calibrate: { on: fitting } }'
    const asked = `${gates}
  - { name: mended-honest, model: mended, metric: { name: ece, bins: 15, strategy: quantile }, max: 1 }`
    const together = (await measured(models, asked)).evidence
    const [own, mended] = together.calibration!
    expect([own!.model, mended!.model]).toEqual(['m', 'mended'])
    expect([own!.applied, mended!.applied]).toEqual([null, mended!.choice!.method])
    expect({ ...own, model: 0, applied: 0 }).toEqual({ ...mended, model: 0, applied: 0 })
    const alone = (await measured('{ score: s, calibrate: { on: fitting } }', judged)).evidence.calibration![0]!
    expect(mended!.methods.map(({ method, quality }) => [method, quality])).toEqual(
      alone.methods.map(({ method, quality }) => [method, quality]),
    )
  })

  test('is left out where nothing is drawn, and where nobody asks', async () => {
    expect((await measured('{ score: s }', gates, false)).evidence).not.toHaveProperty('calibration')
    const ranking = '[{ name: ranks, metric: roc_auc, min: 0.5 }]'
    expect((await measured('{ score: s }', ranking)).evidence).not.toHaveProperty('calibration')
  })

  test('is the same whenever it is measured', async () => {
    expect((await measured('{ score: s }')).evidence.calibration).toEqual(plain.evidence.calibration)
  })
})

describe('reliability', () => {
  test('holds all rows first and each slice that has enough of them', () => {
    for (const { reliability } of section.methods) {
      expect(reliability.map(({ slice }) => slice)).toEqual([undefined, 'g=a', 'g=b'])
      for (const { rows, bins, histogram, corp } of reliability) {
        expect(bins.rows.reduce((a, b) => a + b)).toBe(rows)
        expect(histogram.reduce((a, b) => a + b)).toBeCloseTo(1, 2)
        bins.observed.forEach((observed, at) => {
          expect(observed).toBeGreaterThanOrEqual(bins.lower[at]! - 1e-4)
          expect(observed).toBeLessThanOrEqual(bins.upper[at]! + 1e-4)
        })
        expect([...corp.observed].sort((a, b) => a - b)).toEqual(corp.observed)
        expect(corp.score.length).toBeLessThanOrEqual(60)
      }
    }
  })

  test('leaves the consistency band where scores are too sure, and keeps within it once they are not', () => {
    const outside = (method: string) => {
      const { corp } = methodOf(section, method).reliability[0]!
      const away = corp.band.score.filter((score, at) => {
        const next = corp.score.findIndex((one) => one >= score)
        const observed = corp.observed[next < 0 ? corp.observed.length - 1 : next]!
        return observed < corp.band.lower[at]! - 0.02 || observed > corp.band.upper[at]! + 0.02
      })
      return away.length / corp.band.score.length
    }
    expect(outside('identity')).toBeGreaterThan(0.4)
    expect(outside('temperature')).toBeLessThan(0.2)
  })

  test('of a slice below min_rows is withheld with its values', () => {
    const strict = { ...plain.policy, gates: plain.policy.gates.map((gate) => ({ ...gate, minRows: 990 })) }
    const sent = withholdSmallSlices(strict, plain.evidence).calibration![0]!
    expect(section.methods[0]!.reliability[2]!.rows).toBeLessThan(990)
    for (const { reliability } of sent.methods) expect(reliability.every(({ rows }) => rows >= 980)).toBe(true)
    expect(sent.methods[0]!.reliability.map(({ slice }) => slice)).toEqual([undefined])
  })
})

test('stored evidence is read back, and a drawing that is none is refused', () => {
  const stored = JSON.parse(JSON.stringify(plain.evidence))
  expect(readEvidence(stored, 'evidence.json').calibration).toEqual(plain.evidence.calibration)
  stored.calibration[0].methods[0].reliability[0].bins.observed = 'none'
  expect(() => readEvidence(stored, 'evidence.json')).toThrow('not evidence')
})

test('many rows are drawn from, in their order, each as likely as another', () => {
  const random = createRandom(5)
  const scores = Float64Array.from({ length: 3000 }, () => random.uniform())
  const labels = Uint8Array.from(scores, (score) => (random.uniform() < score ? 1 : 0))
  const order = orderByScore(scores, labels, { keepRows: true })
  const { sample, tableRows } = drawSample(binaryFamily, order, 1000, 7)
  expect(sample.labels.length).toBe(1000)
  expect(new Set(tableRows).size).toBe(1000)
  tableRows.forEach((row, at) => {
    expect([scores[row], labels[row]]).toEqual([sample.scores[at], sample.labels[at]])
  })
  const mean = sample.scores.reduce((a, b) => a + b) / 1000
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03)
})
