import {
  type ClassScore,
  evaluateIntervals,
  evaluateSets,
  type FittedPredictionIntervals,
  type FittedPredictionSets,
  fitPredictionIntervals,
  fitPredictionSets,
  heldOutIntervals,
  heldOutSets,
  type IntervalEvaluation,
  predictionIntervals,
  predictionSets,
  type RowFolds,
  type SetEvaluation,
  stratifiedFolds,
} from '@sluice/calibration'
import { writeWithColumns } from '@sluice/dataset'
import { MetricInputError } from '@sluice/metrics'
import {
  type ConformalReport,
  type ReportedCoverage,
  type ReportedValue,
  renderConformal,
  renderConformalJson,
} from '@sluice/report'
import { interval, type ProportionUncertainty, type UncertainMean } from '@sluice/stats'
import { type ConformalRows, conformalRows } from './conformal-rows.ts'
import { UsageError } from './failure.ts'
import { foldsOf, requireOutputs } from './fitting-flags.ts'
import { progressOn } from './progress.ts'
import type { CalibrateFlags } from './run-calibrate.ts'
import { terminalOf } from './terminal.ts'
import { writeWhole } from './write-file.ts'

export interface ConformalFlags extends CalibrateFlags {
  readonly conformal: string
}

/**
 * One run of `sluice calibrate --conformal`: fitted to all rows and written, judged on rows that each fit has not seen. Nothing
 * is written before everything has been fitted.
 */
export async function runConformal(file: string, given: ConformalFlags): Promise<number> {
  const flags = { calibrator: 'conformal.json', ...given }
  const level = levelOf(flags)
  const { folds, seed } = foldsOf(flags)
  await requireOutputs(flags)
  const progress = progressOn(process.stderr)
  const rows = await conformalRows(file, flags, level, (text) => progress.say(text))
  progress.say('fitting')
  const { fitted, added, judge } = asUsage(() => fit(rows, level, flags.classScore ?? 'aps', folds, seed))
  progress.done()
  await writeWhole(flags.calibrator, `${JSON.stringify(fitted, null, 2)}\n`)
  if (flags.output !== undefined) await writeWithColumns([file], process.cwd(), flags.output, { keys: [], added })
  const report: ConformalReport = {
    kind: fitted.kind,
    score: typeof fitted.score === 'string' ? fitted.score : fitted.score.kind,
    level,
    by: flags.by ?? null,
    folds,
    ...judge(groupedRows(rows)),
    groups:
      rows.groups === undefined ? [] : fitted.thresholds.map((one, code) => ({ ...one, ...judge(rowsOf(rows, code)) })),
    conformal: flags.calibrator,
    output: flags.output ?? null,
  }
  const text =
    flags.format === 'json' ? renderConformalJson(report) : renderConformal(report, terminalOf(process.stdout))
  process.stdout.write(`${text.trimEnd()}\n`)
  return 0
}

function levelOf({ conformal, weight, group, method, suffix, classScore, score, proba }: ConformalFlags): number {
  const level = Number(conformal)
  if (!(conformal.trim() !== '' && level > 0 && level < 1))
    throw new UsageError(`--conformal takes a level between 0 and 1, such as 0.9, not '${conformal}'`)
  const useless = { weight, group, suffix, method: method === 'auto' ? undefined : method }
  const [wrong] = Object.entries(useless).find(([, value]) => value !== undefined) ?? []
  if (wrong !== undefined)
    throw new UsageError(
      `--${wrong} does not go with --conformal`,
      wrong === 'weight' || wrong === 'group'
        ? 'The promise is for rows that are drawn alike and each by itself: give such rows.'
        : 'Calibrators and conformal answers are fitted by separate calls.',
    )
  if (classScore !== undefined && classScore !== 'aps' && classScore !== 'lac')
    throw new UsageError(`--class-score is aps or lac, not '${classScore}'`)
  if (classScore !== undefined && score === undefined && proba === undefined)
    throw new UsageError('--class-score goes with --score and --proba', 'Intervals of numbers have no classes.')
  return level
}

interface Fitted {
  readonly fitted: FittedPredictionSets | FittedPredictionIntervals
  /** The answers of the fit to all rows, for the table. */
  readonly added: readonly { readonly name: string; readonly values: Float64Array }[]
  /** What held-out answers come to on some rows. */
  readonly judge: (rows: Uint32Array) => ReportedCoverage
}

function fit(rows: ConformalRows, level: number, classScore: string, folds: number, seed: number): Fitted {
  const alpha = Number((1 - level).toPrecision(12))
  const within = rows.groups === undefined ? {} : { groups: rows.groups }
  const count = rows.kind === 'sets' ? rows.labels.length : rows.actual.length
  // Folds hold a share of every group: the promise is kept within each.
  const labels = rows.groups?.codes ?? new Uint8Array(count)
  const cut: RowFolds = { foldOf: stratifiedFolds({ labels }, folds, seed), folds }
  if (rows.kind === 'sets') {
    // A share drawn for each row: without it sets cover more than is promised.
    const score: ClassScore = classScore === 'lac' ? { kind: 'lac' } : { kind: 'aps', randomised: seed }
    const options = { alpha, score, ...within }
    const fitted = fitPredictionSets(rows, options)
    const { members, classes } = predictionSets(fitted, rows, within)
    const held = heldOutSets(rows, options, cut)
    const added = rows.names.map((name, k) => ({
      name,
      values: Float64Array.from({ length: count }, (_, row) => members[row * classes + k]!),
    }))
    return { fitted, added, judge: (some) => ofSets(evaluateSets(held, rows.labels, some)) }
  }
  const options = { alpha, ...within }
  const fitted = fitPredictionIntervals(rows.actual, rows.forecast, options)
  const { lower, upper } = predictionIntervals(fitted, rows.forecast, rows.groups)
  const held = heldOutIntervals(rows.actual, rows.forecast, options, cut)
  const added = [lower, upper].map((values, k) => ({ name: rows.names[k]!, values }))
  return { fitted, added, judge: (some) => ofIntervals(evaluateIntervals(held, rows.actual, some)) }
}

/** Rows without a group are promised nothing, and judged by nothing. */
function groupedRows(rows: ConformalRows): Uint32Array {
  const { groups } = rows
  const count = rows.kind === 'sets' ? rows.labels.length : rows.actual.length
  const all = Uint32Array.from({ length: count }, (_, row) => row)
  return groups === undefined ? all : all.filter((row) => groups.codes[row]! < groups.names.length)
}

function rowsOf(rows: ConformalRows, code: number): Uint32Array {
  return groupedRows(rows).filter((row) => rows.groups!.codes[row] === code)
}

function ofSets({ coverage, size }: SetEvaluation): ReportedCoverage {
  const { rows } = coverage
  return { rows, coverage: withEnds(coverage), mean_set_size: withEnds(size), mean_interval_width: null }
}

function ofIntervals({ coverage, width }: IntervalEvaluation): ReportedCoverage {
  const { rows } = coverage
  return { rows, coverage: withEnds(coverage), mean_set_size: null, mean_interval_width: withEnds(width) }
}

interface Estimated {
  readonly value: number | null
  readonly uncertainty: ProportionUncertainty | UncertainMean['uncertainty'] | null
}

function withEnds(estimate: Estimated | null): ReportedValue {
  const { value, uncertainty } = estimate ?? { value: null, uncertainty: null }
  const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, 0.95)
  return { value, lower: ends?.lower ?? null, upper: ends?.upper ?? null }
}

function asUsage<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof MetricInputError) throw new UsageError(error.tableMessage)
    throw error
  }
}
