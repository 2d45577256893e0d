import { readFileSync } from 'node:fs'
import {
  calibrationIntercept,
  calibrationLevel,
  calibrationSlope,
  ece,
  kernelCalibrationError,
  rmsce,
  smoothEce,
} from '@sluice/calibration'
import {
  averagePrecision,
  type BinarySample,
  brier,
  type Estimate,
  logLoss,
  orderByScore,
  recall,
  rocAuc,
} from '@sluice/metrics'
import { intervalLimits } from '@sluice/policy'
import { meanWithUncertainty, normalDensity, type Random } from '@sluice/stats'
import { expect, test } from 'vitest'
import { binaryStudy } from '../interval-coverage/binary-study.ts'
import { conformalStudy } from '../interval-coverage/conformal-study.ts'
import { portions, sizes, studies } from '../interval-coverage/plan.ts'
import { logistic, type Population, populations, scoreLogit } from '../interval-coverage/population.ts'
import { addTallies, holds, type Study, simulate } from '../interval-coverage/simulate.ts'
import { type Cell, coverageTables, hasWarning, withCells } from '../interval-coverage/table.ts'
import { trueValues } from '../interval-coverage/true-values.ts'

/** Student's interval of a mean of normal values is exact at any size; with the normal's quantile it is not. */
const exact: Study<Estimate> = {
  name: 'means of normal values',
  draw(rows, random: Random) {
    const drawn = meanWithUncertainty(Float64Array.from({ length: rows }, () => 3 + 2 * random.normal()))!
    return { ...drawn, rows, positives: null, effectiveRows: rows }
  },
  claims: [
    { name: 'exact', measure: null, holds: (estimate) => holds(estimate, 3) },
    {
      name: 'normal',
      measure: null,
      holds: (estimate) =>
        holds({ ...estimate, uncertainty: { ...estimate.uncertainty!, degreesOfFreedom: null } as never }, 3),
    },
    { name: 'not the mean', measure: null, holds: (estimate) => holds(estimate, 4) },
    { name: 'seldom', measure: null, tables: 10, holds: () => null },
  ],
}

test('an interval that is exact by construction covers 95 %, one that is too short as little as theory says', () => {
  const [right, short, wrong, seldom] = simulate(exact, 5, 0, 4000)
  const fourErrors = (share: number) => 4 * Math.sqrt((share * (1 - share)) / 4000)
  expect(Math.abs(right!.held / 4000 - 0.95)).toBeLessThan(fourErrors(0.95))
  // P(|t₄| < 1.96), scipy.stats.t.cdf.
  expect(Math.abs(short!.held / 4000 - 0.878455)).toBeLessThan(fourErrors(0.88))
  expect(wrong!.held).toBeLessThan(3600)
  expect(seldom).toEqual({ tables: 10, intervals: 0, held: 0 })
})

test('who simulates which tables makes no difference', () => {
  const parts = [simulate(exact, 5, 0, 70), simulate(exact, 5, 70, 200)] as const
  expect(addTallies(...parts)).toEqual(simulate(exact, 5, 0, 200))
  const planned = sizes.map(({ replicates }) => replicates * studies.length).reduce((a, b) => a + b)
  expect(portions().reduce((sum, { from, to }) => sum + to - from, 0)).toBe(planned)
})

/** The population laid out as rows: both classes at every x, weighted by their densities. */
function laidOut({ prevalence, candidate }: Population): BinarySample {
  const points = 6000
  const scores = new Float64Array(2 * points)
  const weights = new Float64Array(2 * points)
  for (let i = 0; i < points; i++) {
    const x = -7 + (16 * (i + 0.5)) / points
    scores.fill(logistic(scoreLogit(prevalence, candidate, x)), 2 * i, 2 * i + 2)
    weights[2 * i] = (1 - prevalence) * normalDensity(x)
    weights[2 * i + 1] = prevalence * normalDensity(x - candidate.separation)
  }
  return orderByScore(
    scores,
    Uint8Array.from(scores, (_, i) => i % 2),
    { weights },
  )
}

test.each(populations)('true values are what metrics say of the whole population: $name', (population) => {
  const threshold = population.prevalence
  const bins = { bins: 15, strategy: 'uniform' } as const
  const truth = trueValues(population.prevalence, population.candidate, { threshold, bins: 15, bandwidth: 0.2 })
  const all = laidOut(population)
  const pairs: [Estimate, number][] = [
    [rocAuc.estimate(all, {}), truth.rocAuc],
    [averagePrecision.estimate(all, {}), truth.averagePrecision],
    [recall.estimate(all, { threshold }), truth.recall],
    [logLoss.estimate(all, {}), truth.logLoss],
    [brier.estimate(all, {}), truth.brier],
    [ece.estimate(all, bins), truth.ece],
    [rmsce.estimate(all, bins), truth.rmsce],
    [smoothEce.estimate(all, {}), truth.smoothEce],
    [calibrationSlope.estimate(all, {}), truth.calibrationSlope],
    [calibrationIntercept.estimate(all, {}), truth.calibrationIntercept],
    [calibrationLevel.estimate(all, {}), truth.calibrationLevel],
  ]
  for (const [{ value }, expected] of pairs)
    expect(Math.abs(value! - expected)).toBeLessThan(2e-3 * Math.max(0.1, Math.abs(expected)))
  const kernel = kernelCalibrationError.estimate(all, { bandwidth: 0.2 }).detail!['biased'] as number
  expect(Math.abs(kernel - truth.kernelCalibrationError)).toBeLessThan(1e-5)
})

const text = readFileSync(new URL('../../docs/interval-coverage.md', import.meta.url), 'utf8')

/** What stands in the tables: share covered, and whether it is set in bold, by study, claim and size. */
function cellsOf(markdown: string) {
  return markdown
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [study, ...lines] = section.split('\n')
      return lines
        .filter((line) => line.startsWith('| ') && !line.startsWith('| interval |'))
        .flatMap((line) => {
          const [name, ...shares] = line.slice(2, -2).split(' | ')
          return shares.map((share, s) => ({ study: study!, name: name!, rows: sizes[s]?.rows, share }))
        })
    })
}

test('the table in docs has every cell, and sluice lint warns of each that is below 93 %', () => {
  const binary = binaryStudy(populations[1]!).claims
  const expected = studies.flatMap(({ name: study, prevalence }) =>
    (prevalence === null ? conformalStudy.claims : binary).flatMap(({ name, measure }) =>
      sizes.map(({ rows }) => ({ study, prevalence, rows, name, measure })),
    ),
  )
  const found = cellsOf(text)
  expect(found.map(({ study, name, rows }) => [study, name, rows])).toEqual(
    expected.flatMap(({ study, name, rows }) => [[study, name, rows]]),
  )
  found.forEach(({ share }, c) => {
    const covered = Number(/\d+\.\d/.exec(share)![0])
    const cell: Cell = { ...expected[c]!, tables: 1000, intervals: 1000, held: 10 * covered }
    if (covered >= 93) return
    expect(share).toMatch(/^\*\*/)
    expect([cell.study, cell.name, cell.rows, share, hasWarning(cell, intervalLimits)]).toContain(true)
  })
})

test('a cell says how many tables had an interval, is bold below 93 % and italic above 97 %', () => {
  const cell = { study: 'a', prevalence: 0.5, name: 'x', measure: 'x', tables: 1000, intervals: 1000, held: 950 }
  const [low, high] = [
    { ...cell, held: 925 },
    { ...cell, tables: 2000, held: 980 },
  ]
  const rows = [cell, low, high].map((one, s) => ({ ...one, rows: sizes[s]!.rows }))
  expect(coverageTables(rows)).toContain('| x | 95.0 | **92.5** | *98.0* (50.0) |')
  const line = '| x | 95.0 | **92.5** | *98.0* (50.0) |'
  const other = coverageTables(rows).replace(line, '| w | 1 | 2 | 3 |\n| x | 4 | 5 | 6 |')
  expect(withCells(`# Head\n\n${other}\n\n${other.replace('## ', '## no ')}\n`, rows)).toBe(
    `# Head\n\n${other.replace('| x | 4 | 5 | 6 |', line)}\n\n${other.replace('## ', '## no ')}\n`,
  )
  const limits = [{ measure: 'x', minRows: null, minPositives: 101, because: '' }]
  expect(
    [
      { ...cell, rows: 200 },
      { ...cell, rows: 210 },
    ].map((one) => hasWarning(one, limits)),
  ).toEqual([true, false])
})
