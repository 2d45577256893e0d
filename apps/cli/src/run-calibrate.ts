import {
  applyCalibrator,
  type Choice,
  type ChooseOptions,
  chooseCalibrator,
  chooseClassCalibrator,
  type NotFitted,
} from '@sluice/calibration'
import { writeWithColumns } from '@sluice/dataset'
import { calibratorName, measureCatalogue, readSample } from '@sluice/gates'
import { type BinarySample, type Estimate, MetricInputError, type MulticlassSample } from '@sluice/metrics'
import { type CalibrationReport, type ReportedValue, renderCalibration, renderCalibrationJson } from '@sluice/report'
import { interval } from '@sluice/stats'
import { adHocPolicy } from './ad-hoc-policy.ts'
import { UsageError } from './failure.ts'
import { foldsOf, requireOutputs } from './fitting-flags.ts'
import { progressOn } from './progress.ts'
import { terminalOf } from './terminal.ts'
import { writeWhole } from './write-file.ts'

export interface CalibrateFlags {
  readonly label: string
  readonly score?: string
  readonly proba?: string
  readonly positive?: string
  readonly weight?: string
  readonly group?: string
  readonly method: string
  readonly folds: string
  readonly seed: string
  readonly calibrator?: string
  readonly output?: string
  readonly suffix?: string
  readonly format: string
  /** Of `--conformal` alone. */
  readonly prediction?: string
  readonly lower?: string
  readonly upper?: string
  readonly by?: string
  readonly classScore?: string
}

/** Where the calibrator goes and what its columns end in, unless the call says. */
const defaults = { calibrator: 'calibrator.json', suffix: '_calibrated' }

/** One run of `sluice calibrate`. Nothing is written before everything has been fitted. */
export async function runCalibrate(file: string, given: CalibrateFlags): Promise<number> {
  const flags = { ...defaults, ...given }
  const options = await checkedOptions(flags)
  const progress = progressOn(process.stderr)
  const { choice, keys, rows, positives } = await fit(file, flags, options, (text) => progress.say(text))
  progress.done()
  await writeWhole(flags.calibrator, `${JSON.stringify(choice.calibrator, null, 2)}\n`)
  if (flags.output !== undefined) {
    const added = calibratedColumns(choice, keys, flags.suffix)
    await writeWithColumns([file], process.cwd(), flags.output, { keys, added })
  }
  const report = reportOf(choice, { rows, positives, calibrator: flags.calibrator, output: flags.output ?? null })
  const text =
    flags.format === 'json' ? renderCalibrationJson(report) : renderCalibration(report, terminalOf(process.stdout))
  process.stdout.write(`${text.trimEnd()}\n`)
  return 0
}

async function checkedOptions(flags: CalibrateFlags & typeof defaults): Promise<ChooseOptions> {
  const { prediction, lower, upper, by, classScore } = flags
  const other = Object.entries({ prediction, lower, upper, by, 'class-score': classScore }).find(([, value]) => value)
  if (other !== undefined)
    throw new UsageError(
      `--${other[0]} goes with --conformal`,
      'Only probabilities are calibrated. Example: sluice calibrate rides.parquet --label y --prediction p --conformal 0.9',
    )
  if ((flags.score === undefined) === (flags.proba === undefined))
    throw new UsageError(
      'calibrate takes exactly one of --score (binary) and --proba (multiclass)',
      'Example: sluice calibrate validation.parquet --label y --score p',
    )
  const { folds, seed } = foldsOf(flags)
  await requireOutputs(flags)
  return { folds, seed, method: flags.method === 'auto' ? undefined : flags.method }
}

interface Fitted {
  readonly choice: Choice
  /** The score columns, with the values that calibrated ones follow from. */
  readonly keys: readonly { readonly column: string; readonly values: Float64Array }[]
  readonly rows: number
  readonly positives: number | null
}

async function fit(
  file: string,
  flags: CalibrateFlags,
  options: ChooseOptions,
  onProgress: (text: string) => void,
): Promise<Fitted> {
  const measured = { ...flags, threshold: '0.5', by: [], metric: ['log_loss'], confidence: '0.95' }
  const policy = adHocPolicy(file, measured, measureCatalogue)
  try {
    if (policy.task === 'binary') {
      const { sample, columns } = await readSample({ ...policy, task: 'binary' }, onProgress)
      onProgress('comparing calibrators')
      return {
        ...ofBinary(sample, columns),
        choice: chosen(chooseCalibrator(sample, { ...options, nameOf: (name) => calibratorName('binary', name) })),
      }
    }
    const { sample, columns } = await readSample({ ...policy, task: 'multiclass' }, onProgress)
    onProgress('comparing calibrators')
    return {
      ...ofClasses(sample, columns),
      choice: chosen(
        chooseClassCalibrator(sample, { ...options, nameOf: (name) => calibratorName('multiclass', name) }),
      ),
    }
  } catch (error) {
    if (error instanceof MetricInputError) throw new UsageError(error.tableMessage)
    throw error
  }
}

function chosen(choice: Choice | NotFitted): Choice {
  if ('notFitted' in choice) throw new UsageError(`no calibrator can be fitted to these rows. ${choice.explanation}`)
  return choice
}

function ofBinary({ scores, positives }: BinarySample, columns: readonly string[]) {
  return { keys: [{ column: columns[0]!, values: scores }], rows: scores.length, positives }
}

function ofClasses({ labels, probabilities, classes }: MulticlassSample, columns: readonly string[]) {
  const keys = columns.map((column, c) => ({
    column,
    values: Float64Array.from(labels, (_, i) => probabilities[i * classes + c]!),
  }))
  return { keys, rows: labels.length, positives: null }
}

/** Calibrated values of the rows that were read, one column for each that came in. */
function calibratedColumns({ calibrator }: Choice, keys: Fitted['keys'], suffix: string) {
  const width = keys.length
  const rows = keys[0]!.values.length
  const scores = Float64Array.from({ length: rows * width }, (_, i) => keys[i % width]!.values[Math.floor(i / width)]!)
  const calibrated = applyCalibrator(calibrator, scores)
  return keys.map(({ column }, c) => ({
    name: `${column}${suffix}`,
    values: Float64Array.from({ length: rows }, (_, i) => calibrated[i * width + c]!),
  }))
}

function reportOf(
  { chosen: method, why, differs, folds, candidates }: Choice,
  about: Pick<CalibrationReport, 'rows' | 'positives' | 'calibrator' | 'output'>,
): CalibrationReport {
  return {
    ...about,
    chosen: method,
    why,
    notes: differs === undefined ? [] : [differs],
    folds,
    candidates: candidates.map(({ method: name, quality, leftOut, behindBest }) => ({
      method: name,
      log_loss: quality && withEnds(quality.logLoss),
      brier: quality && withEnds(quality.brier),
      ece: quality && withEnds(quality.ece),
      smooth_ece: quality && withEnds(quality.smoothEce),
      behind_best: behindBest && withEnds(behindBest),
      ...(leftOut === undefined ? {} : { note: leftOut }),
    })),
  }
}

function withEnds({ value, uncertainty }: Estimate): ReportedValue {
  const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, 0.95)
  return { value, lower: ends?.lower ?? null, upper: ends?.upper ?? null }
}
