import {
  binaryProbabilities,
  fitPredictionIntervals,
  fitPredictionSets,
  type IntervalForecast,
  predictionIntervals,
  predictionSets,
} from '@sluice/calibration'
import type { Random } from '@sluice/stats'
import { level, type Study } from './simulate.ts'

/** Rows to calibrate on, and one new row at the end. */
interface Rows {
  readonly probabilities: Float64Array
  readonly labels: Uint8Array
  /** y = x + noise that grows with x; the forecast is x + 0.2. */
  readonly x: Float64Array
  readonly actual: Float64Array
}

const alpha = 1 - level

/** Predictions that hold the outcome of a new row: split conformal, whose promise needs no model to be right. */
export const conformalStudy: Study<Rows> = {
  name: 'Conformal prediction of a new row',
  draw: drawRows,
  claims: [
    { name: 'sets of classes (LAC)', measure: null, holds: setHolds },
    { name: 'intervals, absolute', measure: null, holds: (rows) => intervalHolds(rows, absolute) },
    { name: 'intervals, normalised', measure: null, holds: (rows) => intervalHolds(rows, normalised) },
  ],
}

function drawRows(rows: number, random: Random): Rows {
  const all = rows + 1
  const [probabilities, x, actual] = [new Float64Array(all), new Float64Array(all), new Float64Array(all)]
  const labels = new Uint8Array(all)
  for (let i = 0; i < all; i++) {
    // Over-confident: the chance of a positive is 0.3 + 0.4 of the score.
    probabilities[i] = random.uniform()
    labels[i] = random.uniform() < 0.3 + 0.4 * probabilities[i]! ? 1 : 0
    x[i] = random.uniform()
    actual[i] = x[i]! + (0.1 + x[i]!) * random.normal()
  }
  return { probabilities, labels, x, actual }
}

function setHolds({ probabilities, labels }: Rows): boolean {
  const last = labels.length - 1
  const known = { ...binaryProbabilities(probabilities.subarray(0, last)), labels: labels.subarray(0, last) }
  const fitted = fitPredictionSets(known, { alpha, score: { kind: 'lac' } })
  const { members } = predictionSets(fitted, binaryProbabilities(probabilities.subarray(last)))
  return members[labels[last]!] === 1
}

const absolute = (x: Float64Array): IntervalForecast => ({ kind: 'absolute', predicted: x.map((v) => v + 0.2) })
const normalised = (x: Float64Array): IntervalForecast => ({
  kind: 'normalised',
  predicted: x.map((v) => v + 0.2),
  spread: x.map((v) => 0.1 + v),
})

function intervalHolds({ x, actual }: Rows, forecast: (x: Float64Array) => IntervalForecast): boolean {
  const last = actual.length - 1
  const fitted = fitPredictionIntervals(actual.subarray(0, last), forecast(x.subarray(0, last)), { alpha })
  const { lower, upper } = predictionIntervals(fitted, forecast(x.subarray(last)))
  return lower[0]! <= actual[last]! && actual[last]! <= upper[0]!
}
