import { createRandom, interval } from '@sluice/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Metric, MulticlassSample, MultilabelSample, RankingSample, RegressionSample } from '../src/index.ts'
import * as metrics from '../src/index.ts'

/** Any metric of one family with its options filled in. */
interface Bound<Sample> {
  readonly name: string
  readonly estimate: (sample: Sample) => metrics.Estimate
  readonly influence: (sample: Sample) => Float64Array | null
}

function bound<Sample, Options>(name: string, metric: Metric<Sample, Options>, options: Options): Bound<Sample> {
  return {
    name,
    estimate: (sample) => metric.estimate(sample, options),
    influence: (sample) => metric.influence?.(sample, options) ?? null,
  }
}

const multiclass: readonly Bound<MulticlassSample>[] = [
  bound('accuracy', metrics.multiclassAccuracy, {}),
  bound('balanced accuracy', metrics.multiclassBalancedAccuracy, {}),
  bound('mcc', metrics.multiclassMcc, {}),
  bound('kappa', metrics.multiclassKappa, {}),
  bound('macro precision', metrics.multiclassPrecision, { average: 'macro' }),
  bound('weighted recall', metrics.multiclassRecall, { average: 'weighted' }),
  bound('macro F1', metrics.multiclassFBeta, { average: 'macro' }),
  bound('weighted F2', metrics.multiclassFBeta, { average: 'weighted', beta: 2 }),
  bound('micro F1', metrics.multiclassFBeta, { average: 'micro' }),
  bound('top 2', metrics.topKAccuracy, { k: 2 }),
  bound('log loss', metrics.multiclassLogLoss, {}),
  bound('Brier', metrics.multiclassBrier, {}),
  bound('ovr macro AUC', metrics.multiclassRocAuc, { comparison: 'ovr', average: 'macro' }),
  bound('ovr weighted AUC', metrics.multiclassRocAuc, { comparison: 'ovr', average: 'weighted' }),
  bound('micro AUC', metrics.multiclassRocAuc, { comparison: 'ovr', average: 'micro' }),
  bound('ovo macro AUC', metrics.multiclassRocAuc, { comparison: 'ovo', average: 'macro' }),
  bound('ovo weighted AUC', metrics.multiclassRocAuc, { comparison: 'ovo', average: 'weighted' }),
]

const ordinal: readonly Bound<MulticlassSample>[] = [
  bound('quadratic kappa', metrics.multiclassKappa, { weights: 'quadratic' }),
  bound('ranked probability score', metrics.rankedProbabilityScore, {}),
]

const averages = ['micro', 'macro', 'weighted', 'samples'] as const
const multilabel: readonly Bound<MultilabelSample>[] = [
  bound('subset accuracy', metrics.subsetAccuracy, {}),
  bound('Hamming loss', metrics.hammingLoss, {}),
  bound('ranking average precision', metrics.labelRankingAveragePrecision, {}),
  bound('coverage error', metrics.coverageError, {}),
  bound('ranking loss', metrics.labelRankingLoss, {}),
  bound('ndcg', metrics.multilabelNdcg, {}),
  ...averages.flatMap((average) => [
    bound(`${average} precision`, metrics.multilabelPrecision, { average }),
    bound(`${average} F1`, metrics.multilabelFBeta, { average }),
    bound(`${average} Jaccard`, metrics.multilabelJaccard, { average }),
    bound(`${average} AUC`, metrics.multilabelRocAuc, { average }),
    bound(`${average} average precision`, metrics.multilabelAveragePrecision, { average }),
  ]),
]

const regression: readonly Bound<RegressionSample>[] = [
  bound('mae', metrics.meanAbsoluteError, {}),
  bound('mse', metrics.meanSquaredError, {}),
  bound('rmse', metrics.rootMeanSquaredError, {}),
  bound('bias', metrics.bias, {}),
  bound('r2', metrics.r2, {}),
  bound('explained variance', metrics.explainedVariance, {}),
  bound('wape', metrics.wape, {}),
  bound('mape', metrics.mape, {}),
  bound('rmsle', metrics.rootMeanSquaredLogError, {}),
  bound('poisson deviance', metrics.poissonDeviance, {}),
  bound('D² tweedie', metrics.d2Tweedie, { power: 1.5 }),
  bound('D² absolute', metrics.d2AbsoluteError, {}),
  bound('pearson', metrics.pearson, {}),
  bound('spearman', metrics.spearman, {}),
  bound('kendall', metrics.kendall, {}),
  bound('ccc', metrics.concordanceCorrelation, {}),
  bound('concordance index', metrics.concordanceIndex, {}),
]

const ranking: readonly Bound<RankingSample>[] = [
  bound('ndcg', metrics.ndcg, { k: 5 }),
  bound('ndcg exp2', metrics.ndcg, { gain: 'exp2' }),
  bound('map', metrics.meanAveragePrecision, { k: 4, denominator: 'attainable' }),
  bound('mrr', metrics.meanReciprocalRank, {}),
  bound('hit rate', metrics.hitRate, { k: 2 }),
  bound('precision', metrics.rankingPrecision, { k: 3 }),
  bound('recall', metrics.rankingRecall, { k: 3 }),
  bound('r-precision', metrics.rPrecision, {}),
  bound('err', metrics.expectedReciprocalRank, { maxGrade: 3 }),
  bound('rbp', metrics.rankBiasedPrecision, { persistence: 0.8 }),
]

function drawMulticlass(rows: number, seed: number, decimals = 12): MulticlassSample {
  const random = createRandom(seed)
  const labels = new Uint16Array(rows)
  const probabilities = new Float64Array(rows * 3)
  for (let i = 0; i < rows; i++) {
    labels[i] = random.uniform() < 0.5 ? 0 : random.uniform() < 0.6 ? 1 : 2
    const logits = [0, 1, 2].map((c) => random.normal() + (c === labels[i] ? 1 : 0))
    const exponents = logits.map((x) => Math.exp(Number(x.toFixed(decimals))))
    const whole = exponents.reduce((a, b) => a + b, 0)
    for (let c = 0; c < 3; c++) probabilities[3 * i + c] = exponents[c] / whole
  }
  return { labels, probabilities, classes: 3 }
}

function drawMultilabel(rows: number, seed: number): MultilabelSample {
  const random = createRandom(seed)
  const labels = new Uint8Array(rows * 4)
  const scores = new Float64Array(rows * 4)
  for (let cell = 0; cell < labels.length; cell++) {
    labels[cell] = random.uniform() < 0.2 + 0.1 * (cell % 4) ? 1 : 0
    const logit = random.normal() + (labels[cell] === 1 ? 1.2 : -0.3)
    scores[cell] = Number((1 / (1 + Math.exp(-logit))).toFixed(2))
  }
  return { labels, scores, outputs: 4 }
}

function drawRegression(rows: number, seed: number): RegressionSample {
  const random = createRandom(seed)
  const actual = new Float64Array(rows)
  const predicted = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const signal = 5 + random.normal()
    actual[i] = Math.max(0.5, Number((signal + random.normal() / 2).toFixed(1)))
    predicted[i] = Math.max(0.5, Number((signal + 0.2 + random.normal() / 2).toFixed(1)))
  }
  return { actual, predicted }
}

function drawRanking(queries: number, seed: number): RankingSample {
  const random = createRandom(seed)
  const offsets = [0]
  const relevance: number[] = []
  const scores: number[] = []
  for (let q = 0; q < queries; q++) {
    const documents = random.integer(3, 9)
    for (let d = 0; d < documents; d++) {
      const grade = d === 0 ? random.integer(1, 3) : Math.max(0, random.integer(-3, 3))
      relevance.push(grade)
      scores.push(Number((grade / 2 + random.normal()).toFixed(1)))
    }
    offsets.push(relevance.length)
  }
  return {
    offsets: Uint32Array.from(offsets),
    relevance: Float64Array.from(relevance),
    scores: Float64Array.from(scores),
  }
}

/** The rows of a sample at given positions, each with the columns it has. */
const takeMulticlass = ({ labels, probabilities, classes }: MulticlassSample, rows: readonly number[]) => ({
  labels: Uint16Array.from(rows, (i) => labels[i]),
  probabilities: Float64Array.from(rows.flatMap((i) => [...probabilities.subarray(i * classes, (i + 1) * classes)])),
  classes,
})
const takeMultilabel = ({ labels, scores, outputs }: MultilabelSample, rows: readonly number[]) => ({
  labels: Uint8Array.from(rows.flatMap((i) => [...labels.subarray(i * outputs, (i + 1) * outputs)])),
  scores: Float64Array.from(rows.flatMap((i) => [...scores.subarray(i * outputs, (i + 1) * outputs)])),
  outputs,
})
const takeRegression = ({ actual, predicted }: RegressionSample, rows: readonly number[]) => ({
  actual: Float64Array.from(rows, (i) => actual[i]),
  predicted: Float64Array.from(rows, (i) => predicted[i]),
})
const takeRanking = ({ offsets, relevance, scores }: RankingSample, queries: readonly number[]) => {
  const positions = queries.flatMap((q) =>
    Array.from({ length: offsets[q + 1] - offsets[q] }, (_, d) => offsets[q] + d),
  )
  const ends = [0]
  for (const q of queries) ends.push(ends[ends.length - 1] + offsets[q + 1] - offsets[q])
  return {
    offsets: Uint32Array.from(ends),
    relevance: Float64Array.from(positions, (i) => relevance[i]),
    scores: Float64Array.from(positions, (i) => scores[i]),
  }
}

interface Family<Sample> {
  readonly members: readonly Bound<Sample>[]
  readonly units: (sample: Sample) => number
  readonly draw: (units: number, seed: number) => Sample
  readonly take: (sample: Sample, units: readonly number[]) => Sample
  readonly weigh: (sample: Sample, weights: readonly number[]) => Sample
}

const families = {
  multiclass: {
    members: [...multiclass, ...ordinal],
    units: ({ labels }) => labels.length,
    draw: (units, seed) => drawMulticlass(units, seed, 1),
    take: takeMulticlass,
    weigh: (sample, weights) => ({ ...sample, weights: Float64Array.from(weights) }),
  } satisfies Family<MulticlassSample>,
  multilabel: {
    members: multilabel,
    units: ({ labels, outputs }) => labels.length / outputs,
    draw: drawMultilabel,
    take: takeMultilabel,
    weigh: (sample, weights) => ({ ...sample, weights: Float64Array.from(weights) }),
  } satisfies Family<MultilabelSample>,
  regression: {
    members: regression,
    units: ({ actual }) => actual.length,
    draw: drawRegression,
    take: takeRegression,
    weigh: (sample, weights) => ({ ...sample, weights: Float64Array.from(weights) }),
  } satisfies Family<RegressionSample>,
  ranking: {
    members: ranking,
    units: ({ offsets }) => offsets.length - 1,
    draw: drawRanking,
    take: takeRanking,
    weigh: (sample, weights) => ({
      ...sample,
      weights: Float64Array.from(
        weights.flatMap((w, q) => Array.from({ length: sample.offsets[q + 1] - sample.offsets[q] }, () => w)),
      ),
    }),
  } satisfies Family<RankingSample>,
} as const

function expectSame(actual: number | null, expected: number | null, name: string) {
  if (expected === null) expect(actual, name).toBeNull()
  else
    expect(Math.abs((actual ?? Number.NaN) - expected), name).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(expected)),
    )
}

function standardError(phi: Float64Array): number {
  return Math.sqrt(phi.reduce((sum, value) => sum + value * value, 0)) / phi.length
}

function lawsOf<Sample>(name: string, family: Family<Sample>) {
  const { members, units, draw, take, weigh } = family
  const size = 400
  const sample = draw(size, 21)
  const random = createRandom(5)
  const weighted = weigh(
    sample,
    Array.from({ length: size }, () => 0.5 + random.uniform()),
  )
  /** The same for every metric: drawing costs more than many of them. */
  const repeatedSamples = Array.from({ length: 250 }, () =>
    take(
      sample,
      Array.from({ length: size }, () => random.integer(0, size - 1)),
    ),
  )

  test(`${name}: the order of rows makes no difference, a weight of 2 is the row twice and of 0 no row`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 25 }), (seed, size) => {
        const sample = draw(size, seed)
        const random = createRandom(seed)
        const weights = Array.from({ length: size }, () => random.integer(0, 2))
        fc.pre(weights.some((w) => w > 0))
        const shuffled = take(sample, random.shuffle([...Array(size).keys()]))
        const repeated = take(
          sample,
          weights.flatMap((w, i) => Array.from({ length: w }, () => i)),
        )
        for (const metric of members) {
          expectSame(metric.estimate(shuffled).value, metric.estimate(sample).value, metric.name)
          expectSame(metric.estimate(weigh(sample, weights)).value, metric.estimate(repeated).value, metric.name)
        }
      }),
      { seed: 11, numRuns: 40 },
    )
  })

  test.each(members.map((metric) => [metric.name, metric] as const))(
    `${name}: influences on %s have mean zero, follow weights, and have the spread of repeated samples`,
    (_, metric) => {
      const phi = metric.influence(sample) ?? new Float64Array()
      expect(Math.abs(phi.reduce((a, b) => a + b, 0)) / phi.length).toBeLessThan(1e-9)

      const ofWeighted = metric.influence(weighted) ?? new Float64Array()
      expect(Math.abs(ofWeighted.reduce((a, b) => a + b, 0)) / ofWeighted.length).toBeLessThan(1e-9)

      const values = repeatedSamples.map((repeated) => metric.estimate(repeated).value ?? Number.NaN)
      const mean = values.reduce((a, b) => a + b, 0) / values.length
      const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1))
      expect(standardError(phi) / spread).toBeGreaterThan(0.85)
      expect(standardError(phi) / spread).toBeLessThan(1.17)
      expect(units(sample)).toBe(size)
    },
  )

  test(`${name}: an interval holds the estimate`, () => {
    for (const metric of members) {
      const { value, uncertainty } = metric.estimate(draw(200, 31))
      const { lower, upper } = interval(value ?? Number.NaN, uncertainty!, 0.95)
      expect(lower, metric.name).toBeLessThan(value ?? Number.NaN)
      expect(upper, metric.name).toBeGreaterThan(value ?? Number.NaN)
    }
  })
}

lawsOf('multiclass', families.multiclass)
lawsOf('multilabel', families.multilabel)
lawsOf('regression', families.regression)
lawsOf('ranking', families.ranking)

test('renaming classes makes no difference to metrics that know no order', () => {
  const renamed = [2, 0, 1]
  const sample = drawMulticlass(60, 3)
  const other = {
    ...sample,
    labels: sample.labels.map((label) => renamed[label]),
    probabilities: sample.probabilities.map((_, cell) => {
      const row = Math.floor(cell / 3)
      return sample.probabilities[3 * row + renamed.indexOf(cell % 3)]
    }),
  }
  for (const metric of multiclass) expectSame(metric.estimate(other).value, metric.estimate(sample).value, metric.name)
})

test('a query counts for itself: the mean of single queries is the mean over all', () => {
  const sample = drawRanking(12, 8)
  for (const metric of ranking) {
    const alone = Array.from({ length: 12 }, (_, q) => metric.estimate(takeRanking(sample, [q])).value ?? Number.NaN)
    expectSame(metric.estimate(sample).value, alone.reduce((a, b) => a + b, 0) / 12, metric.name)
  }
})

test('tied documents are worth the mean of their orders', () => {
  const tied = { offsets: Uint32Array.of(0, 3), relevance: Float64Array.of(2, 0, 1), scores: Float64Array.of(1, 1, 1) }
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
  for (const metric of ranking.filter(({ name }) => name !== 'err')) {
    const values = orders.map(
      (order) => metric.estimate({ ...tied, scores: Float64Array.from(order) }).value ?? Number.NaN,
    )
    expectSame(metric.estimate(tied).value, values.reduce((a, b) => a + b, 0) / 6, metric.name)
  }
})
