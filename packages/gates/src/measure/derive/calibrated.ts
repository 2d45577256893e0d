import {
  applyCalibrator,
  type Calibrator,
  chooseCalibrator,
  chooseClassCalibrator,
  fitCalibrator,
  fitCalibratorToRows,
  type NotFitted,
  type VennAbersParameters,
  vennAbers,
  vennAbersInterval,
} from '@sluice/calibration'
import type { BinarySample, MulticlassSample } from '@sluice/metrics'
import type { ModelDefinition, Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import { calibratorName, calibrators, type NamedCalibrator } from '../../calibrators.ts'
import { modelColumns, outputsOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
import { inputError } from '../input-error.ts'
import { type SourceInput, sampleSource, sourceInput } from '../prepare-dataset.ts'
import type { DatasetData, ReadModel } from '../read-policy-data.ts'
import { binaryLabels, binaryScores } from '../samples/binary.ts'
import { interleave } from '../samples/interleave.ts'
import { addColumns, noted } from './add-columns.ts'
import type { Derive } from './derive-predictions.ts'

type Calibrate = NonNullable<ModelDefinition['calibrate']>

/** Fits a model's calibrator; what it returns puts the calibrated columns in the place of the model's own. */
export function calibratedColumns(
  policy: Policy,
  fitting: DatasetData,
  model: ReadModel,
  calibrate: Calibrate,
): Derive {
  const { calibrator, how } = fitted(policy, sourceInput(policy, fitting, fitting.table), calibrate, model)
  const rows = fitting.table.rows.toLocaleString('en-US')
  const note = `model '${model.name}' is calibrated by ${how}, fitted on the ${rows} rows of '${calibrate.on}'`
  return (data, read) =>
    noted(withCalibrated(policy, data, read, calibrator), note + leftOpen(policy, data, read, calibrator))
}

interface Fitted {
  readonly calibrator: Calibrator
  /** Which one, and why where it was chosen. */
  readonly how: string
}

function fitted(policy: Policy, input: SourceInput, { method, on }: Calibrate, model: ReadModel): Fitted {
  if (method === 'auto') {
    const sample = sampleSource(input).all(model.name)
    const seed = seedFromText(`${policy.sha256}/calibrate/${model.name}`)
    const choice =
      policy.task === 'binary'
        ? chooseCalibrator(sample as BinarySample, { seed, nameOf: (name) => calibratorName('binary', name) })
        : chooseClassCalibrator(sample as MulticlassSample, {
            seed,
            nameOf: (name) => calibratorName('multiclass', name),
          })
    if ('notFitted' in choice) throw unfitted(choice, on, model)
    return { calibrator: choice.calibrator, how: `${choice.chosen} (chosen: ${lowerFirst(choice.why)})` }
  }
  const calibrator = fittedBy(calibrators.get(method)!, policy, input, model)
  if ('notFitted' in calibrator) throw unfitted(calibrator, on, model)
  return { calibrator, how: method }
}

/** Binary rows as they stand in the table: not every method has them sorted. */
function fittedBy(named: NamedCalibrator, policy: Policy, input: SourceInput, { name }: ReadModel) {
  if (policy.task !== 'binary')
    return fitCalibrator(named.multiclass!, sampleSource(input).all(name) as MulticlassSample)
  const { weights } = input.extra
  return fitCalibratorToRows(named.binary!, { labels: binaryLabels(input), scores: binaryScores(input, name), weights })
}

function unfitted({ explanation }: NotFitted, on: string, model: ReadModel) {
  return inputError({
    code: 'not-fitted',
    message: `model '${model.name}' cannot be calibrated on '${on}': ${explanation}`,
    hint: 'Fit it on more rows of every class (calibrate.on), name a method where one is known to suit, or leave out calibrate.',
    location: model.location,
    path: `models.${model.name}.calibrate`,
  })
}

function withCalibrated(policy: Policy, data: DatasetData, read: ReadModel, calibrator: Calibrator): DatasetData {
  const { table, definition, available } = data
  if (policy.task === 'binary') {
    const [column] = modelColumns(read, 'binary', available, policy)
    const values = applyCalibrator(calibrator, numbers(table, column!, 'score', definition))
    const name = `${read.name}: calibrated score`
    return addColumns(data, [{ name, values }], { ...read, score: name })
  }
  const outputs = outputsOf(read, available, policy)
  const matrix = interleave(outputs.map(({ column }) => numbers(table, column, 'score', definition)))
  const calibrated = applyCalibrator(calibrator, matrix)
  const columns = outputs.map((output, k) => ({
    name: `${read.name}: calibrated ${output.name}`,
    values: Float64Array.from({ length: table.rows }, (_, row) => calibrated[row * outputs.length + k]!),
  }))
  const probabilities = Object.fromEntries(outputs.map((output, k) => [output.name, columns[k]!.name]))
  return addColumns(data, columns, { ...read, probabilities })
}

/** How far apart Venn–Abers' two probabilities of a row lie: what the fitting rows leave open. */
function leftOpen(policy: Policy, data: DatasetData, read: ReadModel, { method, parameters }: Calibrator): string {
  if (method !== vennAbers.name) return ''
  const [column] = modelColumns(read, 'binary', data.available, policy)
  const { p0, p1 } = vennAbersInterval(
    parameters as VennAbersParameters,
    numbers(data.table, column!, 'score', data.definition),
  )
  let [sum, widest] = [0, 0]
  for (let row = 0; row < p0.length; row++) {
    const width = p1[row]! - p0[row]!
    sum += width
    widest = Math.max(widest, width)
  }
  return `; its two probabilities of a row lie ${(sum / p0.length).toFixed(3)} apart on average, ${widest.toFixed(3)} at most`
}

function lowerFirst(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`
}
