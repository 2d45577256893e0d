import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BinarySample, Estimate, Metric, RegressionSample } from '../src/index.ts'
import * as metrics from '../src/index.ts'
import { orderByScore, pairedDifference } from '../src/index.ts'

const noOptions = {}

describe('rows that do not vary, up to rounding, have no interval', () => {
  test('two rows with the same loss: 0.2 for a negative, 0.8 for a positive', () => {
    const sample = binary([0.2, 0.8], [0, 1])
    for (const metric of [metrics.logLoss, metrics.brier]) {
      expectNone(metric.estimate(sample, noOptions))
      expectNone(pairedDifference(metric, sample, binary([0.4, 0.6], [0, 1]), noOptions))
    }
  })

  test('hard scores that are all right', () => {
    expectNone(metrics.logLoss.estimate(binary([0, 1, 0, 1, 1], [0, 1, 0, 1, 1]), noOptions))
  })

  test('any loss of probabilities that is the same on every row, or that differs by the same from another model', () => {
    fc.assert(
      fc.property(probabilities, labelsOfBoth, fc.double({ min: 0, max: 3, noNaN: true }), (p, labels, gap) => {
        const constant = ofTruth(
          labels.map(() => p),
          labels,
        )
        const other = ofTruth(
          labels.map(() => p * Math.exp(-gap)),
          labels,
        )
        for (const metric of [metrics.logLoss, metrics.brier]) {
          expectNone(metric.estimate(constant, noOptions))
          expectNone(pairedDifference(metric, constant, other, noOptions))
        }
        const margins = binary(
          labels.map((label) => (label === 1 ? p : -p)),
          labels,
        )
        expectNone(metrics.hinge.estimate(margins, noOptions))
        const varied = labels.map((_, i) => 0.2 + 0.7 / (i + 1))
        const worse = varied.map((truth) => truth * Math.exp(-gap))
        expectNone(pairedDifference(metrics.logLoss, ofTruth(varied, labels), ofTruth(worse, labels), noOptions))
      }),
    )
  })

  test('any loss of a regression whose errors are the same, whatever the size of the target', () => {
    fc.assert(
      fc.property(targets, sizes, fc.boolean(), (actual, error, weighted) => {
        const weights = weighted ? { weights: Float64Array.from(actual, (_, i) => 1 + (i % 3)) } : {}
        const sample = regression(actual, (y) => y + error, weights)
        for (const [metric, options] of ofErrors) expectNone(metric.estimate(sample, options))
        const other = regression(actual, (y) => y + 2 * error, weights)
        for (const [metric, options] of ofErrors) expectNone(pairedDifference(metric, sample, other, options))
        // Errors that vary, and a baseline that is off by a further constant.
        const varied = (y: number, i: number) => y + error * (1 + i)
        const worse = (y: number, i: number) => y + error * (2 + i)
        for (const metric of [metrics.meanAbsoluteError, metrics.bias]) {
          expectNone(
            pairedDifference(
              metric,
              regression(actual, varied, weights),
              regression(actual, worse, weights),
              noOptions,
            ),
          )
        }
      }),
    )
  })

  test('any relative loss of a regression whose predictions are off by the same factor', () => {
    fc.assert(
      fc.property(targets, fc.double({ min: 1 + 1e-6, max: 3, noNaN: true }), (actual, factor) => {
        const sample = regression(actual, (y) => y * factor)
        for (const [metric, options] of ofRatios) expectNone(metric.estimate(sample, options))
        const logs = regression(actual, (y) => (1 + y) * factor - 1)
        expectNone(metrics.meanSquaredLogError.estimate(logs, noOptions))
        expectNone(metrics.rootMeanSquaredLogError.estimate(logs, noOptions))
      }),
    )
  })

  test('any distance of a normal forecast that is off by the same', () => {
    fc.assert(
      fc.property(targets, sizes, (actual, error) => {
        const column = Float64Array.from(actual)
        const deviation = new Float64Array(column.length).fill(error / 2)
        const sample = { actual: column, mean: column.map((y) => y + error), deviation }
        expectNone(metrics.crpsNormal.estimate(sample, noOptions))
        expectNone(metrics.normalLogLoss.estimate(sample, noOptions))
        const quantiles = [-1, 0, 1].map((step) => column.map((y) => y + error * (step + 0.5)))
        const forecast = { actual: column, levels: [0.1, 0.5, 0.9], quantiles }
        expectNone(metrics.quantilePinball.estimate(forecast, {}))
        expectNone(metrics.weightedIntervalScore.estimate(forecast, noOptions))
        expectNone(metrics.intervalScore.estimate(forecast, { level: 0.8 }))
        expectNone(metrics.intervalWidth.estimate(forecast, { level: 0.8 }))
      }),
    )
  })
})

test('a spread of a millionth of the loss is one', () => {
  const scores = [0.2, 0.2 * (1 + 1e-6), 0.8, 0.8 * (1 + 1e-6)]
  for (const metric of [metrics.logLoss, metrics.brier]) {
    expect(metric.estimate(binary(scores, [0, 0, 1, 1]), noOptions).uncertainty).not.toBeNull()
  }
  const sample = regression([1e6, 2e6, 3e6], (y, i) => y + 0.1 * (1 + 1e-6 * i))
  for (const [metric, options] of ofErrors.slice(0, 4)) {
    expect(metric.estimate(sample, options).uncertainty).not.toBeNull()
  }
})

test('a single row of a huge number, or of a certainty that is wrong, does not hide the spread of the others', () => {
  const targets = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e13 : 1 + (i % 7)))
  const sample = regression(targets, (y, i) => (i === 0 ? y : y + 0.1 * (1 + (i % 5))))
  for (const [metric, options] of ofErrors) {
    expect(metric.estimate(sample, options).uncertainty).not.toBeNull()
  }
  const labels = targets.map((_, i) => i % 2)
  const scores = labels.map((label, i) => (i === 0 ? 1 : 0.3 + 0.3 * label + (i % 10) / 100))
  expect(metrics.logLoss.estimate(binary(scores, labels), noOptions).uncertainty).not.toBeNull()
})

test('clusters of the same share each make no certain rate', () => {
  const labels = [1, 1, 1, 1, 1, 1, 1, 1, 1]
  const sample = { ...binary([0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], labels) }
  const clusters = Uint32Array.of(0, 1, 2, 0, 0, 1, 1, 2, 2)
  const { uncertainty } = metrics.recall.estimate({ ...sample, clusters }, { threshold: 0.5 })
  expect(uncertainty).toMatchObject({ kind: 'proportion', trials: 9 })
})

const probabilities = fc.oneof(
  fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  fc.integer({ min: 2, max: 12 }).map((digits) => 10 ** -digits),
  fc.integer({ min: 2, max: 12 }).map((digits) => 1 - 10 ** -digits),
)

const labelsOfBoth = fc
  .array(fc.constantFrom<0 | 1>(0, 1), { minLength: 2, maxLength: 20 })
  .filter((labels) => labels.includes(0) && labels.includes(1))

/** Positive numbers of one order of magnitude, which any one of a table can have. */
const targets = fc
  .tuple(
    fc.array(fc.double({ min: 1, max: 10, noNaN: true }), { minLength: 6, maxLength: 20 }),
    fc.integer({ min: -2, max: 6 }),
  )
  .map(([numbers, size]) => numbers.map((y) => y * 10 ** size))

const sizes = fc
  .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -3, max: 2 }))
  .map(([y, size]) => y * 10 ** size)

const ofErrors = [
  [metrics.meanAbsoluteError, {}],
  [metrics.bias, {}],
  [metrics.rootMeanSquaredError, {}],
  [metrics.meanSquaredError, {}],
  [metrics.huberLoss, { delta: 1 }],
  [metrics.logCoshLoss, {}],
  [metrics.pinballLoss, { quantile: 0.3 }],
  [metrics.medianAbsoluteError, {}],
  [metrics.tweedieDeviance, { power: 0 }],
] as unknown as readonly [Metric<RegressionSample, object>, object][]

const ofRatios = [
  [metrics.mape, {}],
  [metrics.smape, {}],
  [metrics.wape, {}],
  [metrics.gammaDeviance, {}],
] as unknown as readonly [Metric<RegressionSample, object>, object][]

function binary(scores: readonly number[], labels: readonly number[]): BinarySample {
  return orderByScore(Float64Array.from(scores), Uint8Array.from(labels), { keepRows: true })
}

/** The sample of a model that gives each row's own class these probabilities. */
function ofTruth(truth: readonly number[], labels: readonly number[]): BinarySample {
  return binary(
    truth.map((p, i) => (labels[i] === 1 ? p : 1 - p)),
    labels,
  )
}

function regression(
  actual: readonly number[],
  predict: (y: number, i: number) => number,
  weights: Pick<RegressionSample, 'weights'> = {},
): RegressionSample {
  return { actual: Float64Array.from(actual), predicted: Float64Array.from(actual, predict), ...weights }
}

/** No interval; or, for models that differ by nothing at all, the certainty of that. */
function expectNone({ value, uncertainty, noInterval }: Estimate): void {
  expect(value).not.toBeNull()
  if (value === 0 && uncertainty?.kind === 'normal') expect(uncertainty.standardError).toBe(0)
  else expect({ value, uncertainty, noInterval }).toMatchObject({ uncertainty: null, noInterval: expect.any(String) })
}
