import type { BinarySample, MulticlassSample } from '@sluice/metrics'
import { classRows, classSample } from '../samples/multiclass-samples.ts'
import { type CalibrationMethod, CalibratorError, isFitted } from './calibrator.ts'
import { missingClasses, requireMatrix } from './multiclass-guards.ts'
import { fieldsOf } from './stored-parameters.ts'

export interface OneVersusRestParameters<Binary> {
  /** One binary calibrator a class, in the order of the classes. */
  readonly classes: readonly Binary[]
}

/**
 * A binary method for several classes (Zadrozny & Elkan 2002): each class against the rest, and every row divided by its
 * sum. A row that all classes give 0 becomes uniform.
 */
export function oneVersusRest<Binary extends object>(
  method: CalibrationMethod<BinarySample, Binary>,
): CalibrationMethod<MulticlassSample, OneVersusRestParameters<Binary>> {
  return {
    name: `one_versus_rest_${method.name}`,
    fit(sample) {
      requireMatrix(sample.probabilities, sample.classes, 'probability')
      const reason = missingClasses(sample)
      if (reason !== null) return reason
      const classes: Binary[] = []
      for (let c = 0; c < sample.classes; c++) {
        const fit = method.fitRows?.(classRows(sample, c)) ?? method.fit(classSample(sample, c))
        if (!isFitted(fit)) return fit
        classes.push(fit)
      }
      return { classes }
    },
    transform(parameters, scores) {
      const count = parameters.classes.length
      requireMatrix(scores, count, 'probability')
      const rows = scores.length / count
      const calibrated = new Float64Array(scores.length)
      for (let c = 0; c < count; c++) {
        const column = Float64Array.from({ length: rows }, (_, i) => scores[i * count + c])
        method.transform(parameters.classes[c], column).forEach((value, i) => {
          calibrated[i * count + c] = value
        })
      }
      for (let i = 0; i < rows; i++) normalise(calibrated.subarray(i * count, (i + 1) * count))
      return calibrated
    },
    parse(stored) {
      const { classes } = fieldsOf(stored, `parameters of one_versus_rest_${method.name}`)
      if (!Array.isArray(classes) || classes.length < 2)
        throw new CalibratorError('classes: expected a list of at least two calibrators')
      return { classes: classes.map((one) => method.parse(one)) }
    },
  }
}

function normalise(row: Float64Array): void {
  const total = row.reduce((a, b) => a + b, 0)
  for (let c = 0; c < row.length; c++) row[c] = total > 0 ? row[c] / total : 1 / row.length
}
