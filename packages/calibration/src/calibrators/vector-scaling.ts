import type { MulticlassSample } from '@sluice/metrics'
import { logProbabilities, softmaxRow } from '../logistic/softmax.ts'
import { solveSymmetric } from '../logistic/symmetric-matrix.ts'
import { type CalibrationMethod, CalibratorError } from './calibrator.ts'
import { notFitted, type ScoreScale } from './fit-guards.ts'
import { missingClasses, requireMatrix } from './multiclass-guards.ts'
import { fieldsOf, numbersField, wordField } from './stored-parameters.ts'

export interface VectorScalingOptions {
  /** Default `probability`, whose logarithms are scaled. */
  readonly scale?: ScoreScale
  /**
   * Weight λ of `λ/2 (Σ (slope − 1)² + Σ intercept²)` beside the summed log loss: it keeps separated classes finite and the
   * intercepts unique. Default 1, about as much as one row.
   */
  readonly ridge?: number
}

export interface VectorScalingParameters {
  readonly scale: ScoreScale
  readonly slopes: readonly number[]
  readonly intercepts: readonly number[]
}

/** Vector scaling (Guo et al. 2017): `softmax(slope_c · z_c + intercept_c)`. Two parameters a class. */
export function vectorScaling({
  scale = 'probability',
  ridge = 1,
}: VectorScalingOptions = {}): CalibrationMethod<MulticlassSample, VectorScalingParameters> {
  return {
    name: 'vector_scaling',
    fit(sample) {
      requireMatrix(sample.probabilities, sample.classes, scale)
      const reason = missingClasses(sample)
      if (reason !== null) return reason
      const z = scale === 'probability' ? logProbabilities(sample.probabilities) : sample.probabilities
      const parameters = minimise(sample, z, ridge)
      if (parameters === null) return notFitted('infinite')
      const { classes } = sample
      return { scale, slopes: [...parameters.subarray(0, classes)], intercepts: [...parameters.subarray(classes)] }
    },
    transform({ scale: of, slopes, intercepts }, scores) {
      const classes = slopes.length
      requireMatrix(scores, classes, of)
      const z = of === 'probability' ? logProbabilities(scores) : scores.slice()
      for (let i = 0; i < z.length; i++) z[i] = slopes[i % classes] * z[i] + intercepts[i % classes]
      for (let from = 0; from < z.length; from += classes) softmaxRow(z, z, from, classes)
      return z
    },
    parse(stored) {
      const fields = fieldsOf(stored, 'parameters of vector_scaling')
      const slopes = numbersField(fields, 'slopes')
      if (slopes.length < 2) throw new CalibratorError(`slopes: expected one a class, found ${slopes.length}`)
      const scale = wordField(fields, 'scale', ['probability', 'logit'])
      return { scale, slopes, intercepts: numbersField(fields, 'intercepts', slopes.length) }
    },
  }
}

/** Newton's method on slopes, then intercepts, from the identity; steps are halved where the objective would rise. */
function minimise(sample: MulticlassSample, z: Float64Array, ridge: number): Float64Array | null {
  const { classes } = sample
  let at = new Float64Array(2 * classes).fill(1, 0, classes)
  let here = objectiveAt(sample, z, ridge, at)
  for (let iteration = 0; iteration < 100; iteration++) {
    const step = solveSymmetric(here.hessian, here.gradient)
    if (step === null) return null
    let scale = 1
    let next = at.map((value, j) => value - step[j])
    let there = objectiveAt(sample, z, ridge, next)
    while (!(there.value <= here.value + 1e-12 * Math.abs(here.value)) && scale > 1e-8) {
      scale /= 2
      next = at.map((value, j) => value - scale * step[j])
      there = objectiveAt(sample, z, ridge, next)
    }
    at = next
    here = there
    if (step.every((move) => Math.abs(move) < 1e-11)) return at
  }
  return at
}

function objectiveAt({ labels, classes, weights }: MulticlassSample, z: Float64Array, ridge: number, at: Float64Array) {
  const size = 2 * classes
  const gradient = at.map((value, j) => ridge * (value - (j < classes ? 1 : 0)))
  const hessian = new Float64Array(size * size)
  let value = 0
  for (let j = 0; j < size; j++) {
    hessian[j * size + j] = ridge
    value += (ridge / 2) * (at[j] - (j < classes ? 1 : 0)) ** 2
  }
  const q = new Float64Array(classes)
  const scaled = new Float64Array(classes)
  for (let i = 0; i < labels.length; i++) {
    const w = weights === undefined ? 1 : weights[i]
    if (w === 0) continue
    const row = z.subarray(i * classes, (i + 1) * classes)
    for (let c = 0; c < classes; c++) scaled[c] = at[c] * row[c] + at[classes + c]
    softmaxRow(scaled, q, 0, classes)
    value -= w * Math.log(Math.max(Number.MIN_VALUE, q[labels[i]]))
    addRow(gradient, hessian, q, row, labels[i], w)
  }
  return { value, gradient, hessian }
}

function addRow(
  gradient: Float64Array,
  hessian: Float64Array,
  q: Float64Array,
  row: Float64Array,
  label: number,
  weight: number,
): void {
  const classes = q.length
  const size = 2 * classes
  for (let c = 0; c < classes; c++) {
    const residual = weight * (q[c] - (c === label ? 1 : 0))
    gradient[c] += residual * row[c]
    gradient[classes + c] += residual
    for (let d = 0; d < classes; d++) {
      const curvature = weight * q[c] * ((c === d ? 1 : 0) - q[d])
      hessian[c * size + d] += curvature * row[c] * row[d]
      hessian[c * size + classes + d] += curvature * row[c]
      hessian[(classes + c) * size + d] += curvature * row[d]
      hessian[(classes + c) * size + classes + d] += curvature
    }
  }
}
