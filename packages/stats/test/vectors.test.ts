import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  adjustPValues,
  type Correction,
  detectableProportionDifference,
  differenceTest,
  effectiveSampleSize,
  interval,
  mcNemar,
  pairedMeanDifference,
  proportionDifferenceInterval,
  proportionInterval,
  pValue,
  type QuantileType,
  quantiles,
  rowsForMean,
  weightedQuantile,
  welchDegreesOfFreedom,
} from '../src/index.ts'
import { expectClose } from './closeness.ts'

interface Case {
  readonly id: string
  readonly data: string | Record<string, number>
  readonly params?: Record<string, never>
  readonly expect: never
  readonly tol: number
}
interface Vectors {
  readonly datasets: Record<string, Record<string, number[]>>
  readonly cases: readonly Case[]
}

const vectors = JSON.parse(readFileSync(new URL('vectors/intervals.json', import.meta.url), 'utf8')) as Vectors
const reference = (id: string) => {
  const found = vectors.cases.find((one) => one.id === id)
  if (found === undefined) throw new Error(`No reference case ${id}`)
  return found
}
const column = (dataset: string, name: string) => vectors.datasets[dataset]![name]!
const bounds = ({ lower, upper }: { lower: number; upper: number }) => [lower, upper]

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9] as QuantileType[])('quantile type %i equals R', (type) => {
  const { params, expect: expected, tol } = reference(`quantile.t${type}`)
  expectClose(quantiles(column('q9', 'x'), params!['probs'], type), expected, tol)
})

test('the weighted quantile equals NumPy', () => {
  const { params, expect: expected, tol } = reference('wquantile')
  const probabilities = params!['probs'] as number[]
  expectClose(
    probabilities.map((p) => weightedQuantile(column('q9', 'x'), column('q9', 'w'), p)),
    expected,
    tol,
  )
})

test.each(['0_10', '10_10', '7_23', '81_263', '1_1'])('proportion intervals of %s equal statsmodels', (id) => {
  const { data, expect: expected, tol } = reference(`prop.${id}`)
  const { x, n } = data as { x: number; n: number }
  const limits = expected as Record<string, number[]>
  expectClose(bounds(proportionInterval(x, n, 0.95, 'wilson')), limits['wilson']!, tol)
  expectClose(bounds(proportionInterval(x, n, 0.95, 'clopper_pearson')), limits['beta']!, tol)
  expectClose(bounds(proportionInterval(x, n, 0.95, 'agresti_coull')), limits['agresti_coull']!, tol)
  expectClose(bounds(proportionInterval(x, n, 0.95, 'jeffreys')), limits['jeffreys']!, tol)
  expectClose(bounds(proportionInterval(x, n, 0.95, 'wald')), limits['normal']!, tol)
})

// statsmodels' `score` is left out: it answers [0.0531, 0.3436] where Newcombe (1998, table II) and a direct maximisation
// of the likelihood agree on what is expected here.
test("Miettinen and Nurminen's interval equals the published one", () => {
  const { lower, upper } = proportionDifferenceInterval(
    { successes: 56, trials: 70 },
    { successes: 48, trials: 80 },
    0.95,
    'miettinen_nurminen',
  )
  expectClose([lower, upper], [0.05282971323327, 0.33817294004854], 1e-8)
})

test("Newcombe's and Wald's intervals of a difference of proportions equal statsmodels", () => {
  const { data, expect: expected, tol } = reference('newcombe')
  const { x1, n1, x2, n2 } = data as Record<string, number>
  const first = { successes: x1!, trials: n1! }
  const second = { successes: x2!, trials: n2! }
  const limits = expected as Record<string, number[]>
  expectClose(bounds(proportionDifferenceInterval(first, second, 0.95)), limits['newcomb']!, tol)
  expectClose(bounds(proportionDifferenceInterval(first, second, 0.95, 'wald')), limits['wald']!, tol)
})

test('McNemar equals statsmodels', () => {
  const { data, expect: expected, tol } = reference('mcnemar')
  const { n01, n10 } = data as Record<string, number>
  const result = mcNemar({ onlyFirst: n10!, onlySecond: n01! })
  const values = expected as Record<string, number>
  expectClose(result.exactP, values['exactP']!, tol)
  expectClose(result.midP, values['midP']!, tol)
  expectClose(result.chiSquare, values['chi2']!, tol)
  expectClose(result.correctedChiSquare, values['chi2cc']!, tol)
  expectClose(result.correctedChiSquareP, values['pcc']!, tol)
})

const absoluteErrors = (name: string) => column('reg', 'y').map((y, i) => Math.abs(column('reg', name)[i]! - y))

test('the paired t uncertainty equals scipy', () => {
  const { expect: expected, tol } = reference('paired.t')
  const { diff, se, p, ci95, t } = expected as { diff: number; se: number; t: number; p: number; ci95: number[] }
  const { value, uncertainty } = pairedMeanDifference(absoluteErrors('p'), absoluteErrors('base'))!
  expectClose(value, diff, tol)
  expectClose(uncertainty.standardError, se, tol)
  expectClose(pValue(value, uncertainty, 0), p, tol)
  expectClose(bounds(interval(value, uncertainty, 0.95)), ci95, tol)
  expectClose(differenceTest(value, uncertainty.standardError, 19)!.statistic, t, tol)
})

test('the cluster-robust standard error equals statsmodels, and few clusters are noted', () => {
  const { expect: expected, tol } = reference('paired.cluster')
  const { seG, G } = expected as { seG: number; G: number }
  const { uncertainty } = pairedMeanDifference(absoluteErrors('p'), absoluteErrors('base'), column('reg', 'cluster'))!
  expectClose(uncertainty.standardError, seG, tol)
  expect(uncertainty.degreesOfFreedom).toBe(G - 1)
  expect(uncertainty.note).toContain('7 clusters')
})

test("Kish's effective sample size equals its reference", () => {
  const { data, expect: expected, tol } = reference('ess')
  expectClose(effectiveSampleSize(column(data as string, 'w')), expected, tol)
})

test.each([
  ['holm', 'holm'],
  ['fdr_bh', 'bh'],
  ['fdr_by', 'by'],
  ['bonferroni', 'bonferroni'],
  ['hommel', 'hommel'],
  ['simes-hochberg', 'hochberg'],
] as [string, Correction][])('adjusting by %s equals statsmodels', (id, method) => {
  const { data, expect: expected, tol } = reference(`mt.${id}`)
  const family = Object.values(vectors.datasets[data as string]!)[0]!
  expectClose(adjustPValues(family, method), expected, tol)
})

test('the detectable difference of proportions and the rows for a paired mean equal their references', () => {
  const mde = reference('mde.prop')
  const { p0, n } = mde.data as Record<string, number>
  expectClose(detectableProportionDifference(p0!, n!), (mde.expect as Record<string, number>)['two_sample']!, mde.tol)
  const rows = reference('n.paired')
  const { sdDiff, mde: effect } = rows.data as Record<string, number>
  expect(rowsForMean(sdDiff!, effect!)).toBe(rows.expect)
})

test('an unpaired and a paired comparison of two areas equal pROC, given their variances', () => {
  const { aucA, aucB, varA, varB, cov, z, p } = reference('delong.pair').expect as Record<string, number>
  const paired = differenceTest(aucA! - aucB!, Math.sqrt(varA! + varB! - 2 * cov!), null)!
  expectClose(paired.statistic, z!, 1e-10)
  expectClose(paired.pValue, p!, 1e-10)

  const unpaired = reference('delong.unpaired')
  const { rows } = unpaired.data as Record<string, number>
  const expected = unpaired.expect as Record<string, number>
  const df = welchDegreesOfFreedom(
    { variance: varA!, degreesOfFreedom: rows! - 1 },
    { variance: varB!, degreesOfFreedom: rows! - 1 },
  )
  expectClose(df, expected['df']!, unpaired.tol)
  const test = differenceTest(aucA! - aucB!, Math.sqrt(varA! + varB!), df)!
  expectClose(test.statistic, expected['t']!, unpaired.tol)
  expectClose(test.pValue, expected['p']!, unpaired.tol)
})
