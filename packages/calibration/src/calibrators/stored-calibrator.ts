import { type BinarySample, type MulticlassSample, orderByScore } from '@sluice/metrics'
import { beta } from './beta.ts'
import {
  CALIBRATOR_SCHEMA,
  type CalibrationMethod,
  type Calibrator,
  CalibratorError,
  type FittedOn,
  isFitted,
  type LabelledScores,
  type NotFitted,
} from './calibrator.ts'
import { crossVennAbers } from './cross-venn-abers.ts'
import { histogramBinning } from './histogram-binning.ts'
import { identity } from './identity.ts'
import { isotonic } from './isotonic.ts'
import { oneVersusRest } from './one-versus-rest.ts'
import { platt } from './platt.ts'
import { fieldsOf, numberField } from './stored-parameters.ts'
import { classTemperature, temperature } from './temperature.ts'
import { vectorScaling } from './vector-scaling.ts'
import { vennAbers } from './venn-abers.ts'

// Parameters differ by method; a calibrator is only ever handed to the method that its name stands for.
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyMethod = CalibrationMethod<any, any>

const methods: ReadonlyMap<string, AnyMethod> = new Map(
  (
    [
      identity,
      platt(),
      temperature(),
      isotonic(),
      beta(),
      histogramBinning(),
      vennAbers,
      crossVennAbers(),
      classTemperature(),
      vectorScaling(),
      oneVersusRest(platt()),
      oneVersusRest(isotonic()),
      oneVersusRest(beta()),
      oneVersusRest(vennAbers),
    ] as AnyMethod[]
  ).map((method) => [method.name, method]),
)

/**
 * Fits a method and wraps what it found for keeping: plain JSON, named by its schema and method.
 *
 * @throws {MetricInputError} for scores that the method does not take
 */
export function fitCalibrator<Sample extends BinarySample | MulticlassSample, Parameters extends object>(
  method: CalibrationMethod<Sample, Parameters>,
  sample: Sample,
): Calibrator<Parameters> | NotFitted {
  const fit = method.fit(sample)
  if (!isFitted(fit)) return fit
  const fittedOn = {
    rows: sample.labels.length,
    positives: 'positives' in sample ? sample.positives : null,
    classes: 'classes' in sample ? sample.classes : 2,
  }
  return { schema: CALIBRATOR_SCHEMA, method: method.name, parameters: fit, fittedOn }
}

/**
 * {@link fitCalibrator} for rows in any order, which are sorted where the method needs that.
 *
 * @throws {MetricInputError} as `orderByScore`, and for scores that the method does not take
 */
export function fitCalibratorToRows<Parameters extends object>(
  method: CalibrationMethod<BinarySample, Parameters>,
  rows: LabelledScores,
): Calibrator<Parameters> | NotFitted {
  const { scores, labels, weights } = rows
  if (method.fitRows === undefined)
    return fitCalibrator(method, orderByScore(scores, labels, { weights, keepRows: true }))
  const fit = method.fitRows(rows)
  if (!isFitted(fit)) return fit
  return { schema: CALIBRATOR_SCHEMA, method: method.name, parameters: fit, fittedOn: rowsOf(rows) }
}

/** Rows of weight 0 take no part, as in an order. */
function rowsOf({ labels, weights }: LabelledScores): FittedOn {
  let [rows, positives] = [0, 0]
  for (let i = 0; i < labels.length; i++) {
    if (weights?.[i] === 0) continue
    rows++
    positives += labels[i]
  }
  return { rows, positives, classes: 2 }
}

/**
 * Calibrated values: one a score, or for several classes a row-major matrix in and out.
 *
 * @throws {MetricInputError} for scores that the calibrator does not take
 * @throws {CalibratorError} for a method that this version does not know
 */
export function applyCalibrator({ method, parameters }: Calibrator, scores: Float64Array): Float64Array {
  return methodNamed(method).transform(parameters, scores)
}

/**
 * Reads a stored calibrator: the value that `JSON.parse` gives, checked field by field.
 *
 * @throws {CalibratorError} that names the field, what was expected and what was found
 */
export function parseCalibrator(stored: unknown): Calibrator {
  const fields = fieldsOf(stored, 'calibrator')
  if (fields['schema'] !== CALIBRATOR_SCHEMA)
    throw new CalibratorError(
      `schema: expected ${CALIBRATOR_SCHEMA}, found ${JSON.stringify(fields['schema'])}: fit it again with this version`,
    )
  const method = methodNamed(fields['method'])
  const on = fieldsOf(fields['fittedOn'], 'fittedOn')
  return {
    schema: CALIBRATOR_SCHEMA,
    method: method.name,
    parameters: method.parse(fields['parameters']),
    fittedOn: {
      rows: numberField(on, 'rows'),
      positives: on['positives'] === null ? null : numberField(on, 'positives'),
      classes: numberField(on, 'classes'),
    },
  }
}

function methodNamed(name: unknown): AnyMethod {
  const method = typeof name === 'string' ? methods.get(name) : undefined
  if (method !== undefined) return method
  throw new CalibratorError(`method: expected one of ${[...methods.keys()].join(', ')}, found ${JSON.stringify(name)}`)
}
