import { cleanLine } from '../clean-text.ts'
import { toPlainJson } from '../json.ts'
import { countText, intervalText } from '../number-text.ts'
import { styleOf, type TerminalOptions } from '../style.ts'
import { padEnd, padStart, wrap } from '../text-width.ts'

/** A value with its 95 % interval; `null` where it has none. */
export interface ReportedValue {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** One calibrator on rows that it was not fitted to; values are `null` where it was not tried, and `note` says why. */
export interface CalibrationCandidate {
  readonly method: string
  readonly log_loss: ReportedValue | null
  readonly brier: ReportedValue | null
  readonly ece: ReportedValue | null
  readonly smooth_ece: ReportedValue | null
  /** Log loss less that of the best, row by row; `null` for the best itself. */
  readonly behind_best: ReportedValue | null
  readonly note?: string
}

/** What `sluice calibrate` found. The JSON prints this shape: grow it, rename nothing. */
export interface CalibrationReport {
  readonly chosen: string
  readonly why: string
  /** What a reader should know besides, such as how the calibrator that is written differs from the one compared. */
  readonly notes: readonly string[]
  readonly rows: number
  readonly positives: number | null
  readonly folds: number
  /** Where the calibrator was written, and the table, where one was asked for. */
  readonly calibrator: string
  readonly output: string | null
  /** From the simplest to the least simple. */
  readonly candidates: readonly CalibrationCandidate[]
}

/** `sluice.calibration/1`: full double precision, `null` for what does not exist. */
export function renderCalibrationJson(report: CalibrationReport): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.calibration/1', ...report }), null, 2)
}

/** The choice and its reason, each calibrator's quality above its 95 % intervals, and what was written. */
export function renderCalibration(report: CalibrationReport, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const positives = report.positives === null ? '' : `, ${countText(report.positives)} positive`
  const name = Math.max(...report.candidates.map(({ method }) => method.length))
  const lines = report.candidates.flatMap((candidate) =>
    candidateLines(candidate, name, candidate.method === report.chosen),
  )
  const head = row(padEnd('', name + 2), ['log loss', 'Brier', 'ECE', 'smooth ECE'])
  const folded = (text: string) => wrap(text, style.width)
  return [
    ...folded(`${report.chosen}: ${report.why}`).map((line, i) =>
      i === 0 ? line.replace(report.chosen, style.bold(report.chosen)) : line,
    ),
    ...folded(
      `${countText(report.rows)} rows${positives}; each calibrator on rows that it was not fitted to, ${report.folds} folds; in brackets 95 % intervals.`,
    ),
    ...report.notes.flatMap(folded),
    '',
    head,
    ...lines,
    '',
    `calibrator written to ${cleanLine(report.calibrator)}`,
    ...(report.output === null ? [] : [`table written to ${cleanLine(report.output)}`]),
  ].join('\n')
}

/** Wide enough for `[0.1234, 0.5678]`; the first interval reaches below the name, so that a line fits 80 columns. */
const column = 17
const firstColumn = 9

function row(start: string, values: readonly string[]): string {
  return `${start}${values.map((value, i) => padStart(value, i === 0 ? firstColumn : column)).join('')}`
}

function candidateLines(candidate: CalibrationCandidate, name: number, taken: boolean): string[] {
  const start = `${taken ? '>' : ' '} ${padEnd(candidate.method, name)}`
  if (candidate.note !== undefined) return [`${start}  ${candidate.note}`]
  const values = [candidate.log_loss, candidate.brier, candidate.ece, candidate.smooth_ece]
  const [first, ...others] = values.map(limitsText)
  return [
    row(
      start,
      values.map((one) => one?.value?.toFixed(4) ?? 'none'),
    ),
    `${padStart(first!, name + 2 + firstColumn)}${others.map((limits) => padStart(limits, column)).join('')}`,
  ]
}

function limitsText(one: ReportedValue | null): string {
  if (one === null || one.value === null) return ''
  return intervalText(one.lower, one.upper, { decimals: 4 }) || 'no interval'
}
