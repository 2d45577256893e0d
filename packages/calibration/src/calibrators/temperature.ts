import type { BinarySample, MulticlassSample } from '@sluice/metrics'
import { logistic, logit, logits } from '../logistic/logit.ts'
import { logProbabilities, softmaxRow } from '../logistic/softmax.ts'
import { type CalibrationMethod, CalibratorError, type NotFitted } from './calibrator.ts'
import { degenerate, notFitted, requireScale, requireScores, type ScoreScale } from './fit-guards.ts'
import { missingClasses, requireMatrix } from './multiclass-guards.ts'
import { fieldsOf, numberField, wordField } from './stored-parameters.ts'

export interface TemperatureOptions {
  /** Default `probability`, whose logarithms are scaled. */
  readonly scale?: ScoreScale
}

export interface TemperatureParameters {
  readonly scale: ScoreScale
  /** Above 1 it takes confidence back, below 1 it adds some. */
  readonly temperature: number
}

export interface ClassTemperatureParameters extends TemperatureParameters {
  readonly classes: number
}

/** Temperature scaling of binary scores: `logistic(z / T)`. One parameter; ½ stays ½. */
export function temperature({
  scale = 'probability',
}: TemperatureOptions = {}): CalibrationMethod<BinarySample, TemperatureParameters> {
  return {
    name: 'temperature',
    fit(sample) {
      requireScale(sample, scale)
      const reason = degenerate(sample)
      if (reason !== null) return reason
      const z = scale === 'probability' ? logits(sample.scores) : sample.scores
      const two = new Float64Array(2 * z.length)
      for (let i = 0; i < z.length; i++) two[2 * i + 1] = z[i]
      const fitted = fitInverse(two, sample.labels, sample.weights, 2)
      return typeof fitted === 'number' ? { scale, temperature: 1 / fitted } : fitted
    },
    transform(parameters, scores) {
      requireScores(scores, parameters.scale)
      const z = parameters.scale === 'probability' ? logit : (score: number) => score
      return scores.map((score) => logistic(z(score) / parameters.temperature))
    },
    parse: (stored) => parseTemperature(stored),
  }
}

/**
 * Temperature scaling (Guo et al. 2017): `softmax(z / T)` of logits (row-major), or of the logarithms of probabilities. No
 * prediction changes its class.
 */
export function classTemperature({
  scale = 'probability',
}: TemperatureOptions = {}): CalibrationMethod<MulticlassSample, ClassTemperatureParameters> {
  return {
    name: 'class_temperature',
    fit(sample) {
      const { labels, probabilities, classes, weights } = sample
      requireMatrix(probabilities, classes, scale)
      const reason = missingClasses(sample)
      if (reason !== null) return reason
      const z = scale === 'probability' ? logProbabilities(probabilities) : probabilities
      const fitted = fitInverse(z, labels, weights, classes)
      return typeof fitted === 'number' ? { scale, temperature: 1 / fitted, classes } : fitted
    },
    transform(parameters, scores) {
      const { classes } = parameters
      requireMatrix(scores, classes, parameters.scale)
      const z = parameters.scale === 'probability' ? logProbabilities(scores) : scores.slice()
      for (let i = 0; i < z.length; i++) z[i] /= parameters.temperature
      for (let from = 0; from < z.length; from += classes) softmaxRow(z, z, from, classes)
      return z
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of class_temperature')
      return { ...parseTemperature(stored), classes: numberField(fields, 'classes') }
    },
  }
}

function parseTemperature(stored: unknown): TemperatureParameters {
  const fields = fieldsOf(stored, 'parameters of temperature')
  const value = numberField(fields, 'temperature')
  if (!(value > 0)) throw new CalibratorError(`temperature: expected a number above 0, found ${value}`)
  return { scale: wordField(fields, 'scale', ['probability', 'logit']), temperature: value }
}

/** e¹⁰: a temperature beyond 22 000, or below its inverse, says that there is none. */
const BOUND = Math.exp(10)

/**
 * The inverse temperature β of least log loss: the root of `Σ w (E_q z − z_y)`, which rises with β since the loss is convex.
 * Newton's steps within a bracket that shrinks.
 */
function fitInverse(
  z: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array | undefined,
  classes: number,
): number | NotFitted {
  let [low, high] = [1 / BOUND, BOUND]
  if (slopeAt(z, labels, weights, classes, high).slope <= 0) return notFitted('infinite')
  if (slopeAt(z, labels, weights, classes, low).slope > 0) return notFitted('not_attainable')
  let inverse = 1
  for (let step = 0; step < 200; step++) {
    const { slope, curvature } = slopeAt(z, labels, weights, classes, inverse)
    if (slope > 0) high = inverse
    else low = inverse
    const newton = inverse - slope / curvature
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high)
    const move = Math.abs(next - inverse)
    inverse = next
    if (move <= 1e-13 * inverse) break
  }
  return inverse
}

function slopeAt(
  z: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array | undefined,
  classes: number,
  inverse: number,
): { slope: number; curvature: number } {
  let [slope, curvature] = [0, 0]
  for (let i = 0; i < labels.length; i++) {
    const from = i * classes
    let most = -Infinity
    for (let c = 0; c < classes; c++) most = Math.max(most, z[from + c])
    let [total, first, second] = [0, 0, 0]
    for (let c = 0; c < classes; c++) {
      const distance = z[from + c] - most
      const e = Math.exp(inverse * distance)
      total += e
      first += e * distance
      second += e * distance * distance
    }
    const mean = first / total
    const w = weights === undefined ? 1 : weights[i]
    slope += w * (mean - (z[from + labels[i]] - most))
    curvature += w * (second / total - mean * mean)
  }
  return { slope, curvature }
}
