import { type MeasurementEvidence, measureCatalogue, measurePolicy } from '@sluice/gates'
import type { Gate, Policy, SliceDefinition } from '@sluice/policy'
import { interval } from '@sluice/stats'
import { adHocPolicy } from './ad-hoc-policy.ts'
import type { Roles, SliceGuess } from './guess-roles.ts'
import { version } from './version.ts'

/** The measures that a first policy gates on, by task. */
export const firstMeasures: Readonly<Record<Roles['task'], readonly string[]>> = {
  binary: ['roc_auc', 'pr_auc', 'ece'],
  multiclass: ['accuracy', 'log_loss', 'ece'],
  multilabel: ['macro_roc_auc', 'macro_f1', 'hamming_loss'],
  regression: ['mae', 'r2'],
  ranking: ['ndcg', 'mrr'],
}

/** The measure that slices and the comparison with the baseline are held to. */
export const mainMeasure: Readonly<Record<Roles['task'], string>> = {
  binary: 'roc_auc',
  multiclass: 'accuracy',
  multilabel: 'macro_roc_auc',
  regression: 'mae',
  ranking: 'ndcg',
}

/** A slice of fewer rows is not judged by a first policy. */
export const leastSliceRows = 100

/** What a first policy demands: nothing that the table it was written from does not meet. */
export interface FirstBounds {
  /** By measure, over all rows. */
  readonly overall: ReadonlyMap<string, number>
  /** Of the difference from the baseline: 0 where it is proven better, otherwise a margin; `null` without a baseline. */
  readonly delta: number | null
  readonly slices: SliceBounds | null
}

export interface SliceBounds {
  readonly bound: number
  /** Those that hold at least one slice that can be judged. */
  readonly judged: readonly SliceGuess[]
  /** Whether some of their slices cannot be judged. */
  readonly someUndecided: boolean
}

/**
 * Measures the table once and sets each bound at the harmless end of a 95 % interval, rounded outwards to two digits: of
 * the value over all rows, and of the worst slice that has enough rows.
 */
export async function firstBounds(table: string, roles: Roles): Promise<FirstBounds> {
  const policy = firstMeasuring(table, roles)
  const { measurements } = await measurePolicy(policy, { version, curves: false })
  const main = mainMeasure[roles.task]
  const overall = new Map<string, number>()
  for (const measurement of measurements) {
    const { partition, versus, value, metric } = measurement
    if (partition === null && versus === null && value !== null) overall.set(metric, harmless(measurement, value))
  }
  const difference = measurements.find((one) => one.versus !== null)
  return {
    overall,
    delta: difference === undefined ? null : deltaOf(difference),
    slices: sliceBounds(
      measurements.filter((one) => one.partition !== null && one.metric === main),
      roles.slices,
    ),
  }
}

/** What `sluice measure` would do, with the baseline and the slices of the policy to be. */
function firstMeasuring(table: string, roles: Roles): Policy {
  const { task, label, query, weight, group } = roles
  const fields = {
    binary: 'score',
    regression: 'prediction',
    multiclass: 'proba',
    multilabel: 'proba',
    ranking: 'score',
  } as const
  const measured = adHocPolicy(
    table,
    {
      ...(task === 'multilabel' ? { labels: [label] } : { label }),
      [fields[task]]: roles.output,
      ...(query === null ? {} : { query }),
      ...(weight === null ? {} : { weight }),
      ...(group === null ? {} : { group }),
      threshold: '0.5',
      by: [],
      metric: firstMeasures[roles.task],
      confidence: '0.95',
      format: 'json',
      ...(roles.positive === null ? {} : { positive: String(roles.positive) }),
    },
    measureCatalogue,
  )
  const candidate = measured.models[0]!
  const main = measured.gates.find((gate) => gate.metric.name === mainMeasure[roles.task])!
  const slices = roles.slices.map((slice) => definitionOf(slice, main))
  const output = roles.task === 'regression' ? 'prediction' : 'score'
  return {
    ...measured,
    models:
      roles.baseline === null
        ? measured.models
        : [...measured.models, { ...candidate, name: 'baseline', role: 'baseline', [output]: roles.baseline }],
    slices,
    gates: [
      ...measured.gates,
      ...(slices.length === 0 ? [] : [{ ...main, name: 'slices', slices: slices.map((slice) => slice.name) }]),
      ...(roles.baseline === null ? [] : [{ ...main, name: 'difference', versus: 'baseline' }]),
    ],
  }
}

function definitionOf({ column, quantiles }: SliceGuess, { location }: Gate): SliceDefinition {
  const named = { name: column, column, location }
  return quantiles === null ? { ...named, kind: 'value', top: null } : { ...named, kind: 'quantiles', quantiles }
}

function sliceBounds(measurements: readonly MeasurementEvidence[], slices: readonly SliceGuess[]): SliceBounds | null {
  const judgeable = measurements.filter(canBeJudged)
  const partitions = new Set(judgeable.map((measurement) => measurement.partition))
  const ends = judgeable.map((measurement) => harmless(measurement, measurement.value!))
  if (ends.length === 0) return null
  return {
    bound: isHigherBetter(judgeable[0]!) ? Math.min(...ends) : Math.max(...ends),
    judged: slices.filter(({ column }) => partitions.has(column)),
    someUndecided: measurements.some((one) => partitions.has(one.partition) && !canBeJudged(one)),
  }
}

function canBeJudged({ rows, value, uncertainty }: MeasurementEvidence): boolean {
  return rows >= leastSliceRows && value !== null && uncertainty !== null
}

/** No bound where the difference has no interval: nothing could ever prove it. */
function deltaOf(difference: MeasurementEvidence): number | null {
  const { value, uncertainty } = difference
  if (value === null || uncertainty === null) return null
  const { lower, upper } = interval(value, uncertainty, 0.95)
  const higher = isHigherBetter(difference)
  if (higher ? lower > 0 : upper < 0) return 0
  const margin = harmless(difference, value)
  // A proof needs the whole interval on the harmless side, so a bound that rounding left on its end moves one step on.
  const onTheEnd = higher ? margin >= lower : margin <= upper
  return onTheEnd ? Number((margin + (higher ? -0.01 : 0.01)).toPrecision(6)) : margin
}

function harmless(measurement: MeasurementEvidence, value: number): number {
  const { uncertainty } = measurement
  const { lower, upper } = uncertainty === null ? { lower: value, upper: value } : interval(value, uncertainty, 0.95)
  return isHigherBetter(measurement)
    ? outwards(Math.min(lower, value), Math.floor)
    : outwards(Math.max(upper, value), Math.ceil)
}

function isHigherBetter({ metric }: MeasurementEvidence): boolean {
  return measureCatalogue.measures.get(metric)!.direction === 'higher'
}

/** Two decimals for shares; two significant digits for everything larger. */
function outwards(value: number, round: (x: number) => number): number {
  const size = Math.abs(value)
  const step = size < 1 ? 0.01 : 10 ** (Math.floor(Math.log10(size)) - 1)
  return Number((round(value / step) * step).toPrecision(6))
}
