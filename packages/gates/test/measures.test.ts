import { orderByScore } from '@sluice/metrics'
import { createRandom, interval } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import type { BoundMetric, Measure, MeasuredTask, SampleOf } from '../src/define-measure.ts'
import { measureCatalogue, measures, usualMeasures } from '../src/index.ts'

const rows = 400
const random = createRandom('every measure')
const uniform = () => random.uniform()

/** A sample of each task, where predictions say something and not everything. `noise` makes another model of it. */
const samples: { readonly [T in MeasuredTask]: (noise: number) => SampleOf[T] } = {
  binary(noise) {
    const labels = Uint8Array.from({ length: rows }, (_, i) => (i % 10 < 3 ? 1 : 0))
    const scores = Float64Array.from(
      labels,
      (label) => 0.2 * label + 0.8 * (1 - noise) * uniform() + 0.3 * noise * uniform(),
    )
    return orderByScore(scores, labels, { keepRows: true })
  },
  multiclass() {
    const classes = 3
    const labels = Uint16Array.from({ length: rows }, (_, i) => i % classes)
    const probabilities = new Float64Array(rows * classes)
    labels.forEach((label, i) => {
      const raw = Array.from({ length: classes }, (_, k) => uniform() + (k === label ? 0.8 : 0))
      const sum = raw.reduce((a, b) => a + b)
      raw.forEach((value, k) => {
        probabilities[i * classes + k] = value / sum
      })
    })
    const sets = Uint8Array.from(probabilities, (p) => (p > 0.25 + 0.2 * uniform() ? 1 : 0))
    return { labels, probabilities, classes, sets }
  },
  multilabel() {
    const outputs = 3
    const labels = Uint8Array.from({ length: rows * outputs }, () => (uniform() < 0.4 ? 1 : 0))
    const scores = Float64Array.from(labels, (label) => 0.4 * label + 0.6 * uniform())
    return { labels, scores, outputs }
  },
  regression(noise) {
    const actual = Float64Array.from({ length: rows }, () => 5 + random.normal())
    const predicted = actual.map((y) => y + (0.5 + noise) * random.normal())
    const levels = [0.1, 0.5, 0.9]
    const widths = actual.map(() => 0.6 + 0.1 * uniform())
    const quantiles = [-1, 0, 1].map((z) => predicted.map((y, i) => y + z * widths[i]!))
    return { actual, predicted, levels, quantiles }
  },
  quantile() {
    const actual = Float64Array.from({ length: rows }, () => random.normal())
    const levels = [0.1, 0.5, 0.9]
    const quantiles = [-1.28, 0, 1.28].map((z) => Float64Array.from({ length: rows }, () => z + 0.1 * random.normal()))
    return { actual, levels, quantiles }
  },
  ranking() {
    const queries = rows / 8
    const relevance = Float64Array.from({ length: rows }, (_, i) => (i % 8 === 0 || uniform() < 0.2 ? 1 : 0))
    return {
      offsets: Uint32Array.from({ length: queries + 1 }, (_, q) => q * 8),
      relevance,
      scores: relevance.map((r) => 0.5 * r + uniform()),
    }
  },
}

/** Those of a model's scores; what an instrument measures has tests of its own. */
const cases = [...measures.values()].flatMap((measure) =>
  (measure.instrument === undefined ? measure.tasks : []).map((task) => [measure.name, task as MeasuredTask] as const),
)

/** The value for one model; of a measure of two models for two that score the same rows otherwise. */
function estimateOf({ subject }: Measure, bound: BoundMetric<never>, task: MeasuredTask) {
  const sample = samples[task](0.3) as never
  return subject === 'pair' ? bound.compare(sample, samples[task](0.3) as never) : bound.estimate(sample)
}

describe('every measure of every task', () => {
  test.each(cases)('%s of a %s model has a value within its range and an interval around it', (name, task) => {
    const measure = measures.get(name)!
    const bound = measure.measure[task]!(measure.options.parse({}), { threshold: 0.5, seed: 7 })
    const { value, uncertainty, noInterval } = estimateOf(measure, bound, task)
    const [least, most] = measure.range
    expect(value).not.toBeNull()
    expect(value!).toBeGreaterThanOrEqual(least ?? Number.NEGATIVE_INFINITY)
    expect(value!).toBeLessThanOrEqual(most ?? Number.POSITIVE_INFINITY)
    expect(uncertainty, noInterval).not.toBeNull()
    const { lower, upper } = interval(value!, uncertainty!, 0.99)
    expect(lower).toBeLessThan(upper)
    // The intervals of binned calibration errors are corrected for bias and may lie below the value.
    if (!name.includes('ce')) expect([lower <= value!, value! <= upper]).toEqual([true, true])
  })

  test.each(cases)('%s of two %s models is compared row by row', (name, task) => {
    const measure = measures.get(name)!
    const bound = measure.measure[task]!(measure.options.parse({}), { threshold: 0.5, seed: 7 })
    const sample = samples[task](0.2) as never
    expect(bound.compare(sample, sample).value).toBe(name === 'agreement' ? 1 : 0)
  })

  test.each([...measures.values()])('$name says what it is', ({ describe: words }) => {
    for (const field of ['label', 'summary', 'formula', 'source', 'interval', 'whenToUse'] as const)
      expect(words[field], field).not.toBe('')
  })
})

test('names and aliases are each used once', () => {
  const names = [...measures.values()].flatMap((measure) => [measure.name, ...(measure.aliases ?? [])])
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

test('the names that the policy language promises are there', () => {
  const promised =
    'roc_auc pr_auc log_loss brier accuracy precision recall specificity f1 balanced_accuracy mcc ks selection_rate lift_at_k recall_at_precision ece mce top_k_accuracy macro_f1 macro_roc_auc classwise_ece mae rmse r2 mape pinball coverage interval_score ndcg map mrr hit_rate'
  expect(promised.split(' ').filter((name) => !measureCatalogue.measures.has(name))).toEqual([])
})

test('the usual measures of a task measure that task', () => {
  for (const [task, names] of Object.entries(usualMeasures)) {
    expect(
      names.filter((name) => measures.get(name)?.measure[task as MeasuredTask] === undefined),
      task,
    ).toEqual([])
  }
})

test('interval measures of a regression model without quantiles say what is missing', () => {
  const { actual, predicted } = samples.regression(0.3)
  for (const name of ['coverage', 'mean_interval_width', 'interval_score']) {
    const bound = measures.get(name)!.measure.regression!({ level: 0.8 }, { threshold: 0.5, seed: 7 })
    expect(() => bound.estimate({ actual, predicted, levels: [], quantiles: [] })).toThrow('gives no quantiles')
  }
})

test('the pinball loss of a regression model is that of scikit-learn 1.9.1, at its default and at a declared level', () => {
  const sample = {
    actual: Float64Array.of(1, 2.5, 4, 0.5, 7),
    predicted: Float64Array.of(1.5, 2, 4.5, 1, 5),
    weights: Float64Array.of(1, 2, 1, 0.5, 3),
  }
  const { measure, options } = measures.get('pinball')!
  const loss = (given: object, weighted: boolean) =>
    measure.regression!(options.parse(given), { threshold: 0.5, seed: 7 }).estimate({
      ...sample,
      weights: weighted ? sample.weights : undefined,
    }).value
  // mean_pinball_loss(y, p, alpha=…, sample_weight=…)
  expect(loss({}, false)).toBeCloseTo(0.4, 14)
  expect(loss({ quantile: 0.9 }, false)).toBeCloseTo(0.48, 14)
  expect(loss({ quantile: 0.1 }, false)).toBeCloseTo(0.32, 14)
  expect(loss({ quantile: 0.9 }, true)).toBeCloseTo(0.8566666666666668, 14)
  expect(options.safeParse({ quantile: 1 }).success).toBe(false)
})

test('a quantile model is judged by the pinball loss of one level, or of all together', () => {
  const sample = {
    actual: Float64Array.of(1, 2.5, 4, 0.5, 7),
    levels: [0.1, 0.9],
    quantiles: [Float64Array.of(0.5, 1, 2, 0, 3), Float64Array.of(2, 3, 5, 1, 6)],
  }
  const { measure, options } = measures.get('pinball')!
  const bound = (given: object) => measure.quantile!(options.parse(given), { threshold: 0.5, seed: 7 })
  // scikit-learn 1.9.1: mean_pinball_loss(y, q10, alpha=0.1), mean_pinball_loss(y, q90, alpha=0.9)
  expect(bound({ quantile: 0.1 }).estimate(sample).value).toBeCloseTo(0.17, 14)
  expect(bound({ quantile: 0.9 }).estimate(sample).value).toBeCloseTo(0.24, 14)
  expect(bound({}).estimate(sample).value).toBeCloseTo((0.17 + 0.24) / 2, 14)
  expect(() => bound({ quantile: 0.5 }).estimate(sample)).toThrow(
    'There is no quantile 0.5: this forecast has 0.1, 0.9',
  )
})
