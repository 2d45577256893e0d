import { readFileSync } from 'node:fs'
import { interval, pValue } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Estimate, Metric } from '../../src/index.ts'
import * as metrics from '../../src/index.ts'
import { MetricInputError, orderByScore } from '../../src/index.ts'

type Cell = number | 'NaN' | 'Infinity' | '-Infinity'
type Columns = Record<string, Cell[]>
type Expected = number | string | Record<string, unknown> | unknown[]

interface Vector {
  readonly id: string
  readonly metric: string
  readonly data: string | ({ readonly ref: string } & Record<string, string>) | Columns
  readonly params?: Record<string, never>
  readonly expect: Expected
  readonly tol?: number
}

const file = JSON.parse(readFileSync(new URL('../vectors/binary.json', import.meta.url), 'utf8')) as {
  datasets: Record<string, Columns>
  cases: Vector[]
}

/** The columns of a case under the names that it reads them by. */
function columnsOf({ data }: Vector): Columns {
  if (typeof data === 'string') return file.datasets[data]
  if (typeof data.ref !== 'string') return data as Columns
  const columns = file.datasets[data.ref]
  const renamed = Object.entries(data).filter(([name]) => name !== 'ref')
  return { ...columns, ...Object.fromEntries(renamed.map(([name, source]) => [name, columns[source as string]])) }
}

function sampleOf(vector: Vector, score = 's'): BinarySample {
  const columns = columnsOf(vector)
  const weights = vector.params?.['weights'] ? columns[vector.params['weights']] : columns['w']
  const weighted = vector.params?.['weights'] !== undefined || typeof vector.data !== 'string'
  const scores = columns[score] ?? columns['p']
  return orderByScore(Float64Array.from(scores.map(Number)), Uint8Array.from(columns['y'] as number[]), {
    keepRows: true,
    ...(weighted && weights !== undefined && { weights: Float64Array.from(weights as number[]) }),
  })
}

const none = { replicates: 100 }

function estimateOf(vector: Vector): Estimate {
  const params = (vector.params ?? {}) as Record<string, number>
  const at = { threshold: params['threshold'] ?? 0.5 }
  const run = <Options>(metric: Metric<BinarySample, Options>, options: Options) =>
    metric.estimate(sampleOf(vector), options)
  switch (vector.metric) {
    case 'rocAuc':
    case 'delong':
      return run(metrics.rocAuc, {})
    case 'averagePrecision':
      return run(metrics.averagePrecision, {})
    case 'prAucTrapezoid':
      return run(metrics.prAucTrapezoid, none)
    case 'logLoss':
      return run(metrics.logLoss, vector.id === 'deg.09.logLoss' ? { clip: 0 } : params)
    case 'brier':
      return run(metrics.brier, {})
    case 'gini':
      return run(metrics.gini, {})
    case 'ks':
    case 'ksStatistic':
      return run(metrics.ks, none)
    case 'd2LogLoss':
      return run(metrics.d2LogLoss, {})
    case 'd2Brier':
      return run(metrics.d2Brier, {})
    case 'partialAuc':
      return run(metrics.partialAuc, { ...none, maxFpr: params['maxFpr'] })
    case 'precisionAtRecall':
      return run(metrics.precisionAtRecall, { ...none, recall: params['recall'] })
    case 'recallAtPrecision':
      return run(metrics.recallAtPrecision, { ...none, precision: params['precision'] })
    case 'recallAtFpr':
      return run(metrics.recallAtFpr, { ...none, fpr: params['fpr'] })
    case 'fBeta':
      return run(metrics.fBeta, { ...at, beta: params['beta'] })
    case 'f1':
      return run(metrics.fBeta, at)
    case 'accuracy':
      return run(metrics.accuracy, at)
    case 'precision':
      return run(metrics.precision, at)
    case 'recall':
      return run(metrics.recall, at)
    case 'mcc':
      return run(metrics.mcc, at)
    case 'kappa':
      return run(metrics.cohenKappa, at)
    case 'balancedAccuracy':
      return run(metrics.balancedAccuracy, at)
    default:
      throw new Error(`no metric for ${vector.metric}`)
  }
}

function expectClose(actual: number | null | undefined, expected: number, tolerance: number): void {
  expect(actual).not.toBeNull()
  expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(tolerance * (expected === 0 ? 1 : Math.abs(expected)))
}

function expectAllClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expectClose(actual[i], value, 1e-12)
}

const of = (...names: string[]) => file.cases.filter(({ metric }) => names.includes(metric))
const one = (id: string) => file.cases.find((vector) => vector.id === id)!
const degenerate = (vector: Vector) => vector.id.startsWith('deg.')

const valued = of(
  ...['rocAuc', 'averagePrecision', 'prAucTrapezoid', 'logLoss', 'brier', 'gini', 'd2LogLoss', 'd2Brier', 'partialAuc'],
  ...['precisionAtRecall', 'recallAtPrecision', 'recallAtFpr', 'fBeta', 'f1', 'balancedAccuracy'],
).filter(({ expect: expected }) => typeof expected === 'number')

test.each(valued.map((vector) => [vector.id, vector] as const))('%s equals its reference value', (_, vector) => {
  expectClose(estimateOf(vector).value, vector.expect as number, vector.tol ?? 1e-12)
})

describe('degenerate samples', () => {
  const reasons: Record<string, string> = {
    oneClass: 'one_class',
    empty: 'empty',
    zeroWeight: 'zero_weight',
    noPredictedPositive: 'no_predicted_positive',
    noPositive: 'no_positive',
    zeroVariance: 'zero_variance',
  }
  const undefinedOnes = file.cases.filter((vector) => degenerate(vector) && isRecord(vector.expect, 'undefined'))
  test.each(undefinedOnes.map((vector) => [vector.id, vector] as const))('%s has no value', (_, vector) => {
    const estimate = estimateOf(vector)
    expect(estimate.value).toBeNull()
    expect(estimate.undefinedBecause).toBe(reasons[(vector.expect as { undefined: string }).undefined])
  })

  test.each(['deg.rocAuc.onepos', 'deg.rocAuc.oneneg'])('%s has no value, as one class has no pairs', (id) => {
    expect(estimateOf(one(id))).toMatchObject({ value: null, undefinedBecause: 'one_class' })
  })

  test('deg.averagePrecision.oneneg has no value, where scikit-learn says 0', () => {
    expect(estimateOf(one('deg.averagePrecision.oneneg'))).toMatchObject({
      value: null,
      undefinedBecause: 'no_positive',
    })
  })

  test('deg.09.logLoss is infinite without a clip, which is no number', () => {
    expect(estimateOf(one('deg.09.logLoss'))).toMatchObject({ value: null, undefinedBecause: 'infinite' })
  })

  test.each([
    ['deg.02.rocAuc', 'nan_score', 1],
    ['deg.06.rocAuc', 'invalid_weight', 0],
  ])('%s is refused with its first row', (id, code, row) => {
    const attempt = () => estimateOf(one(id))
    expect(attempt).toThrow(MetricInputError)
    expect(attempt).toThrow(expect.objectContaining({ code, row, count: 1 }))
  })
})

test.each(of('ksStatistic').map((vector) => [vector.id, vector] as const))(
  '%s equals scipy, with its exact p',
  (_, vector) => {
    const { d, p } = vector.expect as { d: number; p: number }
    const estimate = estimateOf(vector)
    expectClose(estimate.value, d, 1e-12)
    expectClose(estimate.detail?.['p_value'] as number, p, 1e-10)
  },
)

describe('confusion matrix', () => {
  const named: Record<string, Metric<BinarySample, { threshold: number }>> = {
    precision: metrics.precision,
    recall: metrics.recall,
    specificity: metrics.specificity,
    npv: metrics.negativePredictiveValue,
    accuracy: metrics.accuracy,
    balancedAccuracy: metrics.balancedAccuracy,
    mcc: metrics.mcc,
    kappa: metrics.cohenKappa,
    jaccard: metrics.jaccard,
    lrPlus: metrics.positiveLikelihoodRatio,
    lrMinus: metrics.negativeLikelihoodRatio,
    gmean: metrics.gMean,
    fowlkesMallows: metrics.fowlkesMallows,
    informedness: metrics.informedness,
    netBenefit: metrics.netBenefit,
    f1: metrics.fBeta,
  }
  const rows = of('confusion').flatMap((vector) =>
    Object.entries(vector.expect as Record<string, number>).map(
      ([name, value]) => [vector.id, name, value, vector] as const,
    ),
  )
  test.each(rows)('%s: %s is %d', (_, name, value, vector) => {
    const sample = sampleOf(vector)
    if (name in named) expectClose(named[name].estimate(sample, { threshold: 0.5 }).value, value, vector.tol ?? 1e-12)
    else expect(metrics.confusionAt(sample, { threshold: 0.5 }).weight).toHaveProperty(name, value)
  })
})

describe('curves', () => {
  test.each(of('rocCurve').map((vector) => [vector.id, vector] as const))('%s has every point', (_, vector) => {
    const expected = vector.expect as { fpr: number[]; tpr: number[]; thr: Cell[] }
    const curve = metrics.rocCurve(sampleOf(vector), { points: Number.POSITIVE_INFINITY })!
    expectAllClose(curve.x, expected.fpr)
    expectAllClose(curve.y, expected.tpr)
    expect(curve.threshold).toEqual([null, ...expected.thr.slice(1)])
  })

  test.each(of('prCurve').map((vector) => [vector.id, vector] as const))('%s has every point', (_, vector) => {
    const expected = vector.expect as { precision: number[]; recall: number[]; thr: number[] }
    const curve = metrics.precisionRecallCurve(sampleOf(vector), { points: Number.POSITIVE_INFINITY })!
    expectAllClose(curve.x.toReversed(), expected.recall)
    expectAllClose(curve.y.toReversed(), expected.precision)
    expect(curve.threshold.toReversed()).toEqual([...expected.thr, null])
  })
})

test.each(of('liftAtK').map((vector) => [vector.id, vector] as const))('%s counts the top rows', (_, vector) => {
  const options = { ...(vector.params as unknown as { k: number; ties: 'average' | 'stable' }), ...none }
  const expected = vector.expect as { lift: number; precision?: number }
  expectClose(metrics.liftAtK.estimate(sampleOf(vector), options).value, expected.lift, 1e-12)
  if (expected.precision === undefined) return
  expectClose(metrics.precisionAtK.estimate(sampleOf(vector), options).value, expected.precision, 1e-12)
})

describe('intervals', () => {
  test.each(['delong.bin_a', 'delong.bin40'])('%s has the variance of pROC', (id) => {
    const expected = one(id).expect as { auc: number; var: number }
    const estimate = estimateOf(one(id))
    expectClose(estimate.value, expected.auc, 1e-12)
    expectClose(standardErrorOf(estimate) ** 2, expected.var, 1e-12)
  })

  test('delong.sep is bounded by its ordered pairs, where pROC gives a standard error of 0', () => {
    const estimate = estimateOf(one('delong.sep'))
    expect(estimate).toMatchObject({ value: 1, uncertainty: { kind: 'ordered_pairs', pairs: 2 } })
    expect(interval(1, estimate.uncertainty!, 0.95).lower).toBeCloseTo(Math.sqrt(0.05), 12)
  })

  test('delong.rare has a value and no interval with a single positive', () => {
    const expected = one('delong.rare').expect as { auc: number }
    const estimate = estimateOf(one('delong.rare'))
    expectClose(estimate.value, expected.auc, 1e-12)
    expect(estimate.uncertainty).toBeNull()
    expect(estimate.noInterval).toContain('two rows of each class')
  })

  test('delong.logit.bin40 is symmetric on the logit scale', () => {
    const vector = one('delong.logit.bin40')
    const { value, uncertainty } = metrics.rocAuc.estimate(sampleOf(vector), {})
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    const [from, to] = vector.expect as number[]
    expectClose(lower, from, 1e-11)
    expectClose(upper, to, 1e-11)
  })

  test('delong.pair equals the paired test of pROC', () => {
    const vector = one('delong.pair')
    const expected = vector.expect as { aucA: number; aucB: number; z: number; p: number; ci95: [number, number] }
    const { value, uncertainty, detail } = metrics.pairedDifference(
      metrics.rocAuc,
      sampleOf(vector, 'a'),
      sampleOf(vector, 'b'),
      {},
    )
    expectClose(detail?.['candidate'] as number, expected.aucA, 1e-12)
    expectClose(detail?.['baseline'] as number, expected.aucB, 1e-12)
    const { lower, upper } = interval(value!, uncertainty!, 0.95)
    expectClose(lower, expected.ci95[0], 1e-10)
    expectClose(upper, expected.ci95[1], 1e-10)
    expectClose(pValue(value!, uncertainty!, 0), expected.p, 1e-10)
  })

  test('delong.same finds no difference of a model from itself', () => {
    const sample = sampleOf(one('delong.same'), 'a')
    const { value, uncertainty } = metrics.pairedDifference(metrics.rocAuc, sample, sample, {})
    expect(value).toBe(0)
    expect(pValue(0, uncertainty!, 0)).toBe(1)
  })

  test('delong.unpaired equals the Welch test of pROC', () => {
    const vector = one('delong.unpaired')
    const expected = vector.expect as { t: number; df: number; p: number }
    const a = metrics.rocAuc.estimate(sampleOf(vector, 'a'), {})
    const b = metrics.rocAuc.estimate(sampleOf(vector, 'b'), {})
    const { value, uncertainty } = metrics.independentDifference(a, b)
    expect(uncertainty).toMatchObject({ kind: 'normal' })
    if (uncertainty?.kind !== 'normal') return
    expectClose(value! / uncertainty.standardError, expected.t, 1e-10)
    expectClose(uncertainty.degreesOfFreedom, expected.df, 1e-10)
    expectClose(pValue(value!, uncertainty, 0), expected.p, 1e-10)
  })

  test.each(of('averagePrecisionInfluenceSe').map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const expected = vector.expect as { ap: number; se: number }
    const sample = sampleOf(vector)
    const estimate = metrics.averagePrecision.estimate(sample, {})
    expectClose(estimate.value, expected.ap, 1e-12)
    expectClose(standardErrorOf(estimate), expected.se, 1e-10)
    const phi = metrics.averagePrecision.influence!(sample, {})!
    expectClose(
      phi.reduce((sum, value) => sum + value, 0),
      0,
      1e-10,
    )
    expectClose(Math.sqrt(phi.reduce((sum, value) => sum + value * value, 0)) / phi.length, expected.se, 1e-10)
  })

  test('ap.if.pair subtracts influences row by row', () => {
    const vector = one('ap.if.pair')
    const expected = vector.expect as { diff: number; se: number }
    const paired = metrics.pairedDifference(metrics.averagePrecision, sampleOf(vector, 'a'), sampleOf(vector, 'b'), {})
    expectClose(paired.value, expected.diff, 1e-12)
    expectClose(standardErrorOf(paired), expected.se, 1e-10)
  })

  test('delta.precision and delta.f1 have the standard errors of their influences', () => {
    const se = (metric: Metric<BinarySample, { threshold: number }>) => {
      const phi = metric.influence!(sampleOf(one('delta.f1')), { threshold: 0.5 })!
      return Math.sqrt(phi.reduce((sum, value) => sum + value * value, 0)) / phi.length
    }
    expectClose(se(metrics.precision), (one('delta.precision').expect as { seIf: number }).seIf, 1e-12)
    const { se: expected } = one('delta.f1').expect as { se: number }
    expectClose(se(metrics.fBeta), expected, 1e-12)
    expectClose(standardErrorOf(metrics.fBeta.estimate(sampleOf(one('delta.f1')), { threshold: 0.5 })), expected, 1e-12)
  })

  test('hanley and Boyd equal their formulas', () => {
    const sample = sampleOf(one('hanley'))
    const { value } = metrics.rocAuc.estimate(sample, {})
    const negatives = sample.labels.length - sample.positives
    expectClose(
      metrics.hanleyMcNeilVariance(value!, sample.positives, negatives),
      one('hanley').expect as number,
      1e-12,
    )
    const ap = metrics.averagePrecision.estimate(sample, {}).value!
    const { lower, upper } = interval(ap, metrics.boydUncertainty(ap, sample.positives), 0.95)
    const [from, to] = one('ap.logitci').expect as number[]
    expectClose(lower, from, 1e-12)
    expectClose(upper, to, 1e-12)
  })
})

test('pauc.pROC has the raw and the standardised area', () => {
  const vector = one('pauc.pROC')
  const expected = vector.expect as { raw: number; mcclish: number }
  const { value, detail } = metrics.partialAuc.estimate(sampleOf(vector), { ...none, maxFpr: 0.2 })
  expectClose(value, expected.mcclish, 1e-11)
  expectClose(detail?.['raw'] as number, expected.raw, 1e-11)
})

test('youden has the point of pROC, at an attained score instead of a midpoint', () => {
  const vector = one('youden')
  const expected = vector.expect as { sens: number; spec: number; j: number }
  const sample = sampleOf(vector)
  const { value, detail } = metrics.youden.estimate(sample, none)
  expectClose(value, expected.j, 1e-12)
  expectClose(detail?.['recall'] as number, expected.sens, 1e-12)
  expectClose(detail?.['specificity'] as number, expected.spec, 1e-12)
  expect(sample.scores).toContain(detail?.['threshold'])
})

test('every vector is used', () => {
  const used = new Set([
    ...valued.map(({ id }) => id),
    ...file.cases.filter(degenerate).map(({ id }) => id),
    ...of('ksStatistic', 'confusion', 'rocCurve', 'prCurve', 'liftAtK', 'averagePrecisionInfluenceSe').map(
      ({ id }) => id,
    ),
    ...[
      'delong.bin_a',
      'delong.bin40',
      'delong.sep',
      'delong.rare',
      'delong.logit.bin40',
      'delong.pair',
      'delong.same',
    ],
    ...['delong.unpaired', 'ap.if.pair', 'delta.precision', 'delta.f1', 'hanley', 'ap.logitci', 'pauc.pROC', 'youden'],
  ])
  expect(file.cases.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([])
})

function standardErrorOf({ uncertainty }: Estimate): number {
  return uncertainty?.kind === 'normal' ? uncertainty.standardError : Number.NaN
}

function isRecord(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value
}
