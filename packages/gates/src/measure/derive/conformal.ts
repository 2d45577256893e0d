import {
  type ConformalGroups,
  fitPredictionIntervals,
  fitPredictionSets,
  type GroupThreshold,
  type IntervalForecast,
  leastCalibrationRows,
  predictionIntervals,
  predictionSets,
} from '@sluice/calibration'
import { codesOf } from '@sluice/dataset'
import type { MulticlassSample, QuantileSample, RegressionSample } from '@sluice/metrics'
import type { Conformal, Policy } from '@sluice/policy'
import { outputsOf } from '../columns.ts'
import { inputError } from '../input-error.ts'
import { sampleSource, sourceInput } from '../prepare-dataset.ts'
import type { DatasetData, ReadModel } from '../read-policy-data.ts'
import { addColumns, noted } from './add-columns.ts'
import type { Derive } from './derive-predictions.ts'

/** Fits a model's conformal sets or intervals; what it returns adds them to a dataset. */
export function conformalColumns(policy: Policy, fitting: DatasetData, model: ReadModel, conformal: Conformal): Derive {
  return policy.task === 'multiclass'
    ? sets(policy, fitting, model, conformal)
    : intervals(policy, fitting, model, conformal)
}

function sets(policy: Policy, fitting: DatasetData, model: ReadModel, conformal: Conformal): Derive {
  const alpha = alphaOf(conformal)
  const score = { kind: conformal.score === 'lac' ? 'lac' : 'aps' } as const
  const groups = groupsOf(fitting, conformal)
  const sample = sampleOf<MulticlassSample>(policy, fitting, model)
  const fitted = fitPredictionSets(sample, { alpha, score, ...(groups && { groups }) })
  requireRows(fitted.thresholds, model, conformal)
  return (data, read) => {
    const names = outputsOf(read, data.available, policy).map(({ name }) => name)
    const here = sampleOf<MulticlassSample>(policy, data, read)
    const within = groupsOf(data, conformal)
    const { members, classes } = predictionSets(fitted, here, { fillEmpty: true, ...(within && { groups: within }) })
    const columns = names.map((name, k) => ({
      name: `${read.name}: set holds ${name}`,
      values: Float64Array.from({ length: members.length / classes }, (_, row) => members[row * classes + k]!),
    }))
    const outputs = names.map((name, k) => ({ name, column: columns[k]!.name }))
    return noted(addColumns(data, columns, { ...read, sets: outputs }), promiseOf(fitting, read, conformal))
  }
}

function intervals(policy: Policy, fitting: DatasetData, model: ReadModel, conformal: Conformal): Derive {
  const alpha = alphaOf(conformal)
  const sample = sampleOf<RegressionSample | QuantileSample>(policy, fitting, model)
  const groups = groupsOf(fitting, conformal)
  const fitted = fitPredictionIntervals(sample.actual, forecastOf(sample, conformal), {
    alpha,
    ...(groups && { groups }),
  })
  requireRows(fitted.thresholds, model, conformal)
  return (data, read) => {
    const here = sampleOf<RegressionSample | QuantileSample>(policy, data, read)
    const { lower, upper } = predictionIntervals(fitted, forecastOf(here, conformal), groupsOf(data, conformal))
    const columns = [
      { name: `${read.name}: lower end`, values: lower },
      { name: `${read.name}: upper end`, values: upper },
    ]
    const [low, high] = endsOf(conformal)
    const quantiles = { ...withoutEnds(read, conformal), [low]: columns[0]!.name, [high]: columns[1]!.name }
    return noted(addColumns(data, columns, { ...read, quantiles }), promiseOf(fitting, read, conformal))
  }
}

function sampleOf<Sample>(policy: Policy, data: DatasetData, { name }: ReadModel): Sample {
  return sampleSource(sourceInput(policy, data, data.table)).all(name) as Sample
}

function alphaOf({ level }: Conformal): number {
  return Number((1 - level).toPrecision(12))
}

/** The quantile levels between which the interval lies. */
function endsOf({ level }: Conformal): readonly [number, number] {
  return [Number(((1 - level) / 2).toPrecision(12)), Number(((1 + level) / 2).toPrecision(12))]
}

/** What the interval is built around. */
function forecastOf(sample: RegressionSample | QuantileSample, conformal: Conformal): IntervalForecast {
  if (conformal.score === 'quantile') {
    const [lower, upper] = endsOf(conformal).map((end) => columnAt(sample, end))
    return { kind: 'quantile', lower: lower!, upper: upper! }
  }
  const predicted = 'predicted' in sample ? sample.predicted : columnAt(sample, 0.5)
  return { kind: 'absolute', predicted }
}

function columnAt({ levels = [], quantiles = [] }: RegressionSample | QuantileSample, level: number): Float64Array {
  const at = levels.findIndex((one) => Math.abs(one - level) < 1e-9)
  return quantiles[at]!
}

/** The other quantiles of a model, which the interval leaves alone. */
function withoutEnds({ quantiles }: ReadModel, conformal: Conformal): Record<string, string> {
  const ends = endsOf(conformal)
  const others = Object.entries(quantiles ?? {}).filter(([level]) =>
    ends.every((end) => Math.abs(Number(level) - end) > 1e-9),
  )
  return Object.fromEntries(others)
}

/** The slice of each row, where the promise holds within slices. */
function groupsOf({ table }: DatasetData, { by }: Conformal): ConformalGroups | undefined {
  const partition = by === null ? undefined : table.partitions.find(({ name }) => name === by)
  if (partition === undefined) return undefined
  return { codes: codesOf(partition), names: partition.slices.map(({ name }) => name) }
}

/** A slice with too few rows would get sets of everything, which hold any truth and say nothing. */
function requireRows(thresholds: readonly GroupThreshold[], model: ReadModel, conformal: Conformal): void {
  const small = thresholds.find(({ threshold }) => threshold === null)
  if (small === undefined) return
  const needed = leastCalibrationRows(alphaOf(conformal))
  const where = conformal.by === null ? `'${conformal.on}'` : `slice ${small.group} of '${conformal.on}'`
  throw inputError({
    code: 'too-few-rows',
    message: `model '${model.name}': ${where} has ${small.rows} rows, and a promise of ${conformal.level} needs ${needed} to be fitted`,
    hint: conformal.by === null ? 'Fit on more rows, or lower the level.' : 'Merge the small slices, or leave out by.',
    location: model.location,
    path: `models.${model.name}.conformal`,
  })
}

/** What a reader of the evidence should know of a promise. */
function promiseOf(fitting: DatasetData, model: ReadModel, { level, by, on }: Conformal): string {
  const within = by === null ? '' : `, within each slice of '${by}'`
  const rows = fitting.table.rows.toLocaleString('en-US')
  return `model '${model.name}' promises to hold ${level} of the rows${within}, fitted on the ${rows} rows of '${on}'`
}
