import {
  type ClassScore,
  type ConformalGroups,
  fitPredictionIntervals,
  fitPredictionSets,
  type GroupThreshold,
  type IntervalForecast,
  leastCalibrationRows,
  type PredictionSets,
  predictionIntervals,
  predictionSets,
} from '@sluice/calibration'
import { codesOf } from '@sluice/dataset'
import type { MulticlassSample, QuantileSample, RegressionSample } from '@sluice/metrics'
import type { Conformal, Policy } from '@sluice/policy'
import { outputsOf } from '../columns.ts'
import { numbers } from '../columns-of.ts'
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
  const seed = `${policy.sha256}/conformal/${model.name}`
  const groups = groupsOf(fitting, conformal)
  const sample = sampleOf<MulticlassSample>(policy, fitting, model)
  const fitted = fitPredictionSets(sample, {
    alpha: alphaOf(conformal),
    score: classScore(conformal, `${seed}/${conformal.on}`),
    ...(groups && { groups }),
  })
  requireRows(fitted.thresholds, model, conformal)
  return (data, read) => {
    const names = outputsOf(read, data.available, policy).map(({ name }) => name)
    const here = sampleOf<MulticlassSample>(policy, data, read)
    const within = groupsOf(data, conformal)
    requireSeenSlices(fitted.thresholds, data, within, read, conformal)
    const apply = (fillEmpty: boolean) =>
      predictionSets(fitted, here, {
        fillEmpty,
        seed: `${seed}/${data.definition.name}`,
        ...(within && { groups: within }),
      })
    const plain = apply(false)
    const empty = emptySets(plain)
    const { members, classes } = conformal.fillEmpty === true && empty > 0 ? apply(true) : plain
    const columns = names.map((name, k) => ({
      name: `${read.name}: set holds ${name}`,
      values: Float64Array.from({ length: members.length / classes }, (_, row) => members[row * classes + k]!),
    }))
    const outputs = names.map((name, k) => ({ name, column: columns[k]!.name }))
    const note = `${promiseOf(fitting, read, conformal)}${emptyNote(empty, data.table.rows, conformal)}`
    return noted(addColumns(data, columns, { ...read, sets: outputs }), note)
  }
}

/** Shares of rows are drawn, so that adaptive sets hold the truth as often as they promise and not more often. */
function classScore({ score, penalty, rank }: Conformal, seed: string): ClassScore {
  if (score === 'raps') return { kind: score, penalty: penalty!, rank: rank!, randomised: seed }
  return score === 'aps' ? { kind: score, randomised: seed } : { kind: 'lac' }
}

function emptySets({ members, classes }: PredictionSets): number {
  let empty = 0
  for (let start = 0; start < members.length; start += classes) {
    if (!members.subarray(start, start + classes).includes(1)) empty++
  }
  return empty
}

function emptyNote(empty: number, rows: number, { fillEmpty }: Conformal): string {
  if (empty === 0) return ''
  const share = `${empty.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} sets`
  if (fillEmpty !== true) return `; ${share} here are empty`
  return `; ${share} here would be empty and hold the likeliest class, so that up to ${((100 * empty) / rows).toFixed(1)} % more rows are held than promised`
}

function intervals(policy: Policy, fitting: DatasetData, model: ReadModel, conformal: Conformal): Derive {
  const groups = groupsOf(fitting, conformal)
  const { actual } = sampleOf<RegressionSample | QuantileSample>(policy, fitting, model)
  const fitted = fitPredictionIntervals(actual, forecastOf(policy, fitting, model, conformal), {
    alpha: alphaOf(conformal),
    ...(groups && { groups }),
  })
  requireRows(fitted.thresholds, model, conformal)
  return (data, read) => {
    const within = groupsOf(data, conformal)
    requireSeenSlices(fitted.thresholds, data, within, read, conformal)
    const { lower, upper } = predictionIntervals(fitted, forecastOf(policy, data, read, conformal), within)
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
function forecastOf(policy: Policy, data: DatasetData, model: ReadModel, conformal: Conformal): IntervalForecast {
  const sample = sampleOf<RegressionSample | QuantileSample>(policy, data, model)
  if (conformal.score === 'quantile') {
    const [lower, upper] = endsOf(conformal).map((end) => columnAt(sample, end))
    return { kind: 'quantile', lower: lower!, upper: upper! }
  }
  const predicted = 'predicted' in sample ? sample.predicted : columnAt(sample, 0.5)
  if (conformal.score !== 'normalised') return { kind: 'absolute', predicted }
  return { kind: 'normalised', predicted, spread: numbers(data.table, conformal.spread!, 'spread', data.definition) }
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

/**
 * Of rows in a slice that calibration never saw nothing is known: their sets would hold everything, which covers and proves
 * nothing. Slices must be those of `fitted`, each with rows enough.
 */
function requireSeenSlices(
  fitted: readonly GroupThreshold[],
  { definition, table }: DatasetData,
  within: ConformalGroups | undefined,
  model: ReadModel,
  conformal: Conformal,
): void {
  if (within === undefined) return
  const rows = new Float64Array(within.names.length + 1)
  for (let row = 0; row < table.rows; row++) rows[Math.min(within.codes[row]!, within.names.length)]!++
  const seen = new Set(fitted.map(({ group }) => group))
  const unseen = within.names.findIndex((name, code) => rows[code]! > 0 && !seen.has(name))
  const outside = rows[within.names.length]!
  if (unseen < 0 && outside === 0) return
  const count = unseen < 0 ? outside : rows[unseen]!
  const rowsText = count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`
  const where = unseen < 0 ? `no slice of '${conformal.by}'` : `slice ${within.names[unseen]}`
  const lack =
    unseen < 0
      ? `and the promise of ${conformal.level} is within those slices (conformal.by: ${conformal.by})`
      : `of which '${conformal.on}' has none; a promise of ${conformal.level} within it (conformal.by: ${conformal.by}) needs ${leastCalibrationRows(alphaOf(conformal))} rows of it there`
  throw inputError({
    code: 'unseen-slice',
    message: `model '${model.name}': ${rowsText} of '${definition.name}' ${count === 1 ? 'is' : 'are'} in ${where}, ${lack}`,
    hint:
      unseen < 0
        ? 'Cut slices that hold every row (edges from -.inf to .inf, no missing value), or leave out by.'
        : 'Fit on rows of every slice, cut coarser slices, or leave out by.',
    location: model.location,
    path: `models.${model.name}.conformal.by`,
  })
}

/** What a reader of the evidence should know of a promise. */
function promiseOf(fitting: DatasetData, model: ReadModel, { level, by, on }: Conformal): string {
  const within = by === null ? '' : `, within each slice of '${by}'`
  const rows = fitting.table.rows.toLocaleString('en-US')
  return `model '${model.name}' promises to hold ${level} of the rows${within}, fitted on the ${rows} rows of '${on}'`
}
