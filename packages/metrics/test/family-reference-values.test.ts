import { expect, test } from 'vitest'
import * as metrics from '../src/index.ts'
import {
  caseOf,
  cellsOf,
  columnOf,
  dataOf,
  decidedOf,
  type FamilyCase,
  familyCases,
  multiclassOf,
  multilabelOf,
  quantilesOf,
  rankingOf,
  ratingsOf,
  regressionOf,
} from './family-samples.ts'

type Values = number | null | readonly (number | null)[] | Readonly<Record<string, unknown>>

/** What each case's metric gives, in the shape that the case expects. */
const measured: Readonly<Record<string, (one: FamilyCase) => Values>> = {
  precisionRecallF1(one) {
    const average = one.params?.['average'] as 'macro'
    const sample = multiclassOf(one)
    return {
      precision: metrics.multiclassPrecision.estimate(sample, { average }).value,
      recall: metrics.multiclassRecall.estimate(sample, { average }).value,
      f1: metrics.multiclassFBeta.estimate(sample, { average }).value,
    }
  },
  rocAucMulticlass: (one) =>
    metrics.multiclassRocAuc.estimate(multiclassOf(one), {
      comparison: one.params?.['multiClass'] as 'ovr',
      average: one.params?.['average'] as 'macro',
    }).value,
  logLoss: (one) => metrics.multiclassLogLoss.estimate(multiclassOf(one), {}).value,
  brier: (one) => ({
    full: metrics.multiclassBrier.estimate(multiclassOf(one), {}).value,
    half: metrics.multiclassBrier.estimate(multiclassOf(one), { scaling: 'half' }).value,
  }),
  confusion(one) {
    const sample = multiclassOf(one)
    const matrix = metrics.normalised(metrics.confusionMatrix(sample), 'none')
    return {
      ...(one.params === undefined && { matrix }),
      accuracy: metrics.multiclassAccuracy.estimate(sample, {}).value,
      balancedAccuracy: metrics.multiclassBalancedAccuracy.estimate(sample, {}).value,
      mcc: metrics.multiclassMcc.estimate(sample, {}).value,
      kappa: metrics.multiclassKappa.estimate(sample, {}).value,
    }
  },
  topKAccuracy: (one) =>
    metrics.topKAccuracy.estimate(multiclassOf(one), { k: one.params?.['k'] as number, ties: 'sklearn' }).value,
  cohenKappa: (one) =>
    metrics.raterKappa.estimate(ratingsOf(one, ['r1', 'r2']), { weights: one.params?.['weights'] as 'linear' }).value,
  fleissKappa: (one) => metrics.fleissKappa.estimate(ratingsOf(one, ['r1', 'r2', 'r3']), {}).value,
  krippendorffAlpha: (one) =>
    metrics.krippendorffAlpha.estimate(ratingsOf(one, ['r1', 'r2', 'r3']), {
      level: one.params?.['level'] as 'nominal',
    }).value,
  multilabelRanking(one) {
    const sample = multilabelOf(one)
    return {
      lrap: metrics.labelRankingAveragePrecision.estimate(sample, {}).value,
      coverageError: metrics.coverageError.estimate(sample, {}).value,
      rankingLoss: metrics.labelRankingLoss.estimate(sample, {}).value,
    }
  },
  multilabel(one) {
    const sample = multilabelOf(one)
    const f1 = (average: 'micro' | 'macro' | 'samples') =>
      metrics.multilabelFBeta.estimate(sample, { average, emptyRows: 'zero' }).value
    return {
      hamming: metrics.hammingLoss.estimate(sample, {}).value,
      subset: metrics.subsetAccuracy.estimate(sample, {}).value,
      jaccardSamples: metrics.multilabelJaccard.estimate(sample, { average: 'samples', emptyRows: 'zero' }).value,
      f1Micro: f1('micro'),
      f1Macro: f1('macro'),
      f1Samples: f1('samples'),
    }
  },
  rocAuc(one) {
    const sample = multilabelOf(one)
    const auc = (average: 'macro' | 'micro' | 'weighted') =>
      metrics.multilabelRocAuc.estimate(sample, { average }).value
    const ap = (average: 'macro' | 'micro') => metrics.multilabelAveragePrecision.estimate(sample, { average }).value
    return {
      macro: auc('macro'),
      micro: auc('micro'),
      weighted: auc('weighted'),
      apMacro: ap('macro'),
      apMicro: ap('micro'),
    }
  },
  ndcg: (one) =>
    metrics.ndcg.estimate(rankingOf(one), {
      ...(typeof one.params?.['k'] === 'number' && { k: one.params['k'] }),
      gain: one.params?.['gain'] as 'linear',
      emptyQuery: one.params?.['emptyQuery'] as 'zero',
    }).value,
  dcg: (one) => metrics.dcg.estimate(rankingOf(one), { k: one.params?.['k'] as number, emptyQuery: 'zero' }).value,
  meanAveragePrecision(one) {
    const sample = rankingOf(one)
    const alone = (q: number) => {
      const [from, to] = [sample.offsets[q], sample.offsets[q + 1]]
      const query = {
        offsets: Uint32Array.of(0, to - from),
        relevance: sample.relevance.slice(from, to),
        scores: sample.scores.slice(from, to),
      }
      return metrics.meanAveragePrecision.estimate(query, { emptyQuery: 'zero' }).value
    }
    return {
      zero: metrics.meanAveragePrecision.estimate(sample, { emptyQuery: 'zero' }).value,
      exclude: metrics.meanAveragePrecision.estimate(sample, {}).value,
      perQuery: [0, 1, 2, 3, 4].map(alone),
    }
  },
  meanReciprocalRank: (one) => ({
    mrr: metrics.meanReciprocalRank.estimate(rankingOf(one), { emptyQuery: 'zero' }).value,
    mrrAt3: metrics.meanReciprocalRank.estimate(rankingOf(one), { k: 3, emptyQuery: 'zero' }).value,
  }),
  precisionAtK: (one) => ({
    precision: metrics.rankingPrecision.estimate(rankingOf(one), { k: 3, emptyQuery: 'zero' }).value,
    recall: metrics.rankingRecall.estimate(rankingOf(one), { k: 3 }).value,
    hitRate: metrics.hitRate.estimate(rankingOf(one), { k: 3, emptyQuery: 'zero' }).value,
  }),
  expectedReciprocalRank: (one) => metrics.expectedReciprocalRank.estimate(rankingOf(one), { maxGrade: 3 }).value,
  rankBiasedPrecision: (one) => metrics.rankBiasedPrecision.estimate(rankingOf(one), { persistence: 0.8 }).value,
  regression(one) {
    const sample = regressionOf(one)
    return {
      mae: metrics.meanAbsoluteError.estimate(sample, {}).value,
      mse: metrics.meanSquaredError.estimate(sample, {}).value,
      rmse: metrics.rootMeanSquaredError.estimate(sample, {}).value,
      r2: metrics.r2.estimate(sample, {}).value,
      explainedVariance: metrics.explainedVariance.estimate(sample, {}).value,
      medae: metrics.medianAbsoluteError.estimate(sample, {}).value,
      msle: metrics.meanSquaredLogError.estimate(sample, {}).value,
      rmsle: metrics.rootMeanSquaredLogError.estimate(sample, {}).value,
      poissonDeviance: metrics.poissonDeviance.estimate(sample, {}).value,
      tweedie15: metrics.tweedieDeviance.estimate(sample, { power: 1.5 }).value,
      d2AbsoluteError: metrics.d2AbsoluteError.estimate(sample, {}).value,
      d2Tweedie1: metrics.d2Tweedie.estimate(sample, { power: 1 }).value,
      bias: metrics.bias.estimate(sample, {}).value,
    }
  },
  maxError: (one) => metrics.maxError.estimate(regressionOf(one), {}).value,
  mape: (one) => metrics.mape.estimate(regressionOf(one), { zero: one.params?.['zero'] as 'eps' }).value,
  smape: (one) => metrics.smape.estimate(regressionOf(one), {}).value,
  wape: (one) => metrics.wape.estimate(regressionOf(one), {}).value,
  gammaDeviance(one) {
    const { actual, predicted } = regressionOf(one)
    const positive = (column: Float64Array) => column.filter((_, i) => actual[i] > 0)
    return metrics.gammaDeviance.estimate({ actual: positive(actual), predicted: positive(predicted) }, {}).value
  },
  mase: (one) => metrics.mase.estimate(regressionOf(one), { season: 1 }).value,
  huber: (one) => metrics.huberLoss.estimate(regressionOf(one), { delta: 1 }).value,
  logCosh: (one) => metrics.logCoshLoss.estimate(regressionOf(one), {}).value,
  correlation(one) {
    const sample = regressionOf(one)
    return {
      pearson: metrics.pearson.estimate(sample, {}).value,
      spearman: metrics.spearman.estimate(sample, {}).value,
      kendallTauB: metrics.kendall.estimate(sample, {}).value,
      ccc: metrics.concordanceCorrelation.estimate(sample, {}).value,
    }
  },
  pinball: (one) =>
    metrics.quantilePinball.estimate(quantilesOf(one), { quantile: one.params?.['alpha'] as number }).value,
  d2Pinball: (one) => metrics.quantileD2Pinball.estimate(quantilesOf(one), { quantile: 0.9 }).value,
  crpsNormal: (one) => metrics.crpsNormal.estimate(normalOf(one), {}).value,
  crpsEnsemble(one) {
    const data = dataOf(one)
    const sample = { actual: columnOf(data, 'y'), members: cellsOf(data, 'ens'), size: 6 }
    return {
      biased: metrics.crpsEnsemble.estimate(sample, { estimator: 'biased' }).value,
      fair: metrics.crpsEnsemble.estimate(sample, { estimator: 'fair' }).value,
    }
  },
  intervalScore: (one) => metrics.intervalScore.estimate(quantilesOf(one), { level: 0.8 }).value,
  coverage: (one) => ({
    coverage: metrics.intervalCoverage.estimate(quantilesOf(one), { level: 0.8 }).value,
    width: metrics.intervalWidth.estimate(quantilesOf(one), { level: 0.8 }).value,
  }),
  nllNormal: (one) => metrics.normalLogLoss.estimate(normalOf(one), {}).value,
  pit: (one) => [...metrics.probabilityIntegralTransform(normalOf(one))],
  weightedIntervalScore: (one) => metrics.weightedIntervalScore.estimate(quantilesOf(one), {}).value,
}

function normalOf(one: FamilyCase) {
  const data = dataOf(one)
  return { actual: columnOf(data, 'y'), mean: columnOf(data, 'mu'), deviation: columnOf(data, 'sigma') }
}

function expectClose(actual: unknown, expected: unknown, tol: number, path: string): void {
  if (typeof expected === 'number') {
    expect(actual, path).toBeTypeOf('number')
    expect(Math.abs((actual as number) - expected), path).toBeLessThanOrEqual(
      tol * (expected === 0 ? 1 : Math.abs(expected)),
    )
    return
  }
  const parts = expected as Readonly<Record<string, unknown>>
  expect(Object.keys(actual as object).sort(), path).toEqual(Object.keys(parts).sort())
  for (const [key, value] of Object.entries(parts)) {
    expectClose((actual as Readonly<Record<string, unknown>>)[key], value, tol, `${path}.${key}`)
  }
}

test.each(familyCases.filter((one) => one.kind !== 'degenerate'))('$id', (one) => {
  expectClose(measured[one.metric](one), one.expect, one.tol ?? 1e-12, one.id)
})

test('degenerate samples have a reason, and impossible ones are refused', () => {
  const classes = (id: string) => {
    const { y, p, w } = dataOf(caseOf(id)) as Record<string, readonly number[]>
    return decidedOf(y, p, 2, w)
  }
  expect(metrics.multiclassAccuracy.estimate(classes('deg.07.accuracy'), {}).undefinedBecause).toBe('zero_weight')
  expect(metrics.multiclassKappa.estimate(classes('deg.15.kappa'), {}).undefinedBecause).toBe('zero_variance')
  expect(metrics.multiclassMcc.estimate(decidedOf([0, 1, 1], [1, 1, 1], 2), {}).undefinedBecause).toBe('zero_variance')
  const balanced = metrics.multiclassBalancedAccuracy.estimate(classes('deg.16.balancedAccuracy'), {})
  expect(balanced.value).toBeCloseTo(2 / 3, 12)
  expect(balanced.detail).toEqual({ undefined_classes: ['0'] })

  expect(metrics.ndcg.estimate(rankingOf(caseOf('deg.17.ndcg')), {}).undefinedBecause).toBe('no_relevant')
  expect(metrics.ndcg.estimate(rankingOf(caseOf('deg.18.ndcg')), {}).value).toBe(1)
  expect(() => metrics.ndcg.estimate(rankingOf(caseOf('deg.19.ndcg')), {})).toThrow(
    expect.objectContaining({ code: 'negative_relevance', row: 0, count: 1 }),
  )

  const reason = (id: string) => metrics.r2.estimate(regressionOf(caseOf(id)), {}).undefinedBecause
  expect(['deg.20.r2', 'deg.21.r2', 'deg.22.r2'].map(reason)).toEqual([
    'constant_target',
    'constant_target',
    'too_few_rows',
  ])
  expect(metrics.mape.estimate(regressionOf(caseOf('deg.23.mape')), {}).undefinedBecause).toBe('zero_target')
  expect(metrics.spearman.estimate(regressionOf(caseOf('deg.24.spearman')), {}).undefinedBecause).toBe('zero_variance')
})
