import { binaryProbabilities, type ConformalGroups, type IntervalForecast } from '@sluice/calibration'
import { codesOf, type Partition } from '@sluice/dataset'
import { measureCatalogue, readSample } from '@sluice/gates'
import type { Policy } from '@sluice/policy'
import { adHocPolicy } from './ad-hoc-policy.ts'
import { UsageError } from './failure.ts'
import type { CalibrateFlags } from './run-calibrate.ts'

/** Rows of classes, in the table's order, and what the columns that say which are in the set are called. */
interface SetRows {
  readonly kind: 'sets'
  readonly labels: ArrayLike<number>
  readonly probabilities: Float64Array
  readonly classes: number
}

/** Rows of numbers, in the table's order. */
interface IntervalRows {
  readonly kind: 'intervals'
  readonly actual: Float64Array
  readonly forecast: IntervalForecast
}

export type ConformalRows = (SetRows | IntervalRows) & {
  /** Of the columns that hold sets, one a class, or the two ends of intervals. */
  readonly names: readonly string[]
  readonly groups?: ConformalGroups
}

/** @throws UsageError for columns that do not go together, PolicyError for a table that does not fit them */
export async function conformalRows(
  file: string,
  flags: CalibrateFlags,
  level: number,
  onProgress: (text: string) => void,
): Promise<ConformalRows> {
  const policy = policyOf(file, flags, level)
  switch (policy.task) {
    case 'binary':
      return binaryRows(policy, onProgress)
    case 'multiclass':
      return classRows(policy, onProgress)
    case 'quantile':
      return quantileRows(policy, onProgress)
    default:
      return numberRows(policy, onProgress)
  }
}

async function binaryRows(policy: Policy, onProgress: (text: string) => void): Promise<ConformalRows> {
  const { sample, columns, partitions } = await readSample({ ...policy, task: 'binary' }, onProgress)
  const labels = new Uint8Array(sample.labels.length)
  const scores = new Float64Array(labels.length)
  for (const [position, row] of sample.rows!.entries()) {
    labels[row] = sample.labels[position]!
    scores[row] = sample.scores[position]!
  }
  requireUnitInterval(scores, columns[0]!)
  const names = ['negative', 'positive'].map((side) => `${columns[0]}_${side}_in_set`)
  return { kind: 'sets', labels, ...binaryProbabilities(scores), names, ...groupsOf(partitions) }
}

async function classRows(policy: Policy, onProgress: (text: string) => void): Promise<ConformalRows> {
  const { sample, columns, partitions } = await readSample({ ...policy, task: 'multiclass' }, onProgress)
  const { labels, probabilities, classes } = sample
  const names = columns.map((column) => `${column}_in_set`)
  return { kind: 'sets', labels, probabilities, classes, names, ...groupsOf(partitions) }
}

async function numberRows(policy: Policy, onProgress: (text: string) => void): Promise<ConformalRows> {
  const { sample, columns, partitions } = await readSample({ ...policy, task: 'regression' }, onProgress)
  const forecast = { kind: 'absolute', predicted: sample.predicted } as const
  const names = ['lower', 'upper'].map((end) => `${columns[0]}_${end}`)
  return { kind: 'intervals', actual: sample.actual, forecast, names, ...groupsOf(partitions) }
}

async function quantileRows(policy: Policy, onProgress: (text: string) => void): Promise<ConformalRows> {
  const { sample, columns, partitions } = await readSample({ ...policy, task: 'quantile' }, onProgress)
  const [lower, upper] = sample.quantiles
  const names = columns.map((column) => `${column}_conformal`)
  const forecast = { kind: 'quantile', lower: lower!, upper: upper! } as const
  return { kind: 'intervals', actual: sample.actual, forecast, names, ...groupsOf(partitions) }
}

/** The policy whose first sample the rows are; a metric of the task has its columns read. */
function policyOf(file: string, flags: CalibrateFlags, level: number): Policy {
  const { lower, upper, prediction, score, proba } = flags
  const ends = lower !== undefined && upper !== undefined
  if ((lower === undefined) !== (upper === undefined))
    throw new UsageError('--lower and --upper go together', 'Name the columns of both quantiles.')
  const given = [score, proba, prediction, ends ? lower : undefined].filter((column) => column !== undefined)
  if (given.length !== 1)
    throw new UsageError(
      `--conformal takes exactly one of --score (binary), --proba (multiclass), --prediction, and --lower with --upper (numbers), not ${given.length}`,
      'Example: sluice calibrate rides.parquet --label rides --prediction p --conformal 0.9',
    )
  const metric = score !== undefined || proba !== undefined ? 'log_loss' : 'mae'
  const measured = { ...flags, by: [], metric: [metric], threshold: '0.5', confidence: '0.95' }
  const policy = adHocPolicy(file, ends ? { ...measured, prediction: lower } : measured, measureCatalogue)
  return withGroups(ends ? betweenQuantiles(policy, lower, upper, level) : policy, flags.by)
}

/** The same table with two quantiles in the place of a prediction. */
function betweenQuantiles(policy: Policy, lower: string, upper: string, level: number): Policy {
  const quantiles = { [String((1 - level) / 2)]: lower, [String((1 + level) / 2)]: upper }
  const metric = { name: 'pinball', options: measureCatalogue.measures.get('pinball')!.options.parse({}) }
  return {
    ...policy,
    task: 'quantile',
    models: policy.models.map((model) => ({ ...model, prediction: null, quantiles })),
    gates: policy.gates.map((gate) => ({ ...gate, metric: metric as typeof gate.metric })),
  }
}

/** Groups are values: bins of a number would lie elsewhere on the rows that the promise is for. */
function withGroups(policy: Policy, by: string | undefined): Policy {
  if (by === undefined) return policy
  const { location } = policy.models[0]!
  return {
    ...policy,
    slices: [{ kind: 'value', name: by, column: by, top: null, location }],
    gates: policy.gates.map((gate) => ({ ...gate, slices: [by] })),
  }
}

function groupsOf(partitions: readonly Partition[]): { groups?: ConformalGroups } {
  const [partition] = partitions
  if (partition === undefined) return {}
  return { groups: { codes: codesOf(partition), names: partition.slices.map(({ name }) => name) } }
}

function requireUnitInterval(scores: Float64Array, column: string): void {
  const row = scores.findIndex((score) => !(score >= 0 && score <= 1))
  if (row >= 0)
    throw new UsageError(
      `--score: '${column}' is ${scores[row]} in row ${row}, outside [0, 1]`,
      'Conformal sets need probabilities, not logits or margins.',
    )
}
