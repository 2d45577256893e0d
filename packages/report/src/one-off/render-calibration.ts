import { cleanLine } from '../clean-text.ts'
import { toPlainJson } from '../json.ts'
import { countText } from '../number-text.ts'
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

/** The choice and its reason, a line a calibrator, and what was written. */
export function renderCalibration(report: CalibrationReport, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const positives = report.positives === null ? '' : `, ${countText(report.positives)} positive`
  const name = Math.max(...report.candidates.map(({ method }) => method.length))
  const lines = report.candidates.map((candidate) => candidateLine(candidate, name, candidate.method === report.chosen))
  const head = `  ${padEnd('', name)}${['log loss', 'Brier', 'ECE', 'smooth ECE'].map((title) => padStart(title, 12)).join('')}`
  const folded = (text: string) => wrap(text, style.width)
  return [
    ...folded(`${report.chosen}: ${report.why}`).map((line, i) =>
      i === 0 ? line.replace(report.chosen, style.bold(report.chosen)) : line,
    ),
    ...folded(
      `${countText(report.rows)} rows${positives}; each line on rows that the calibrator was not fitted to, ${report.folds} folds.`,
    ),
    '',
    head,
    ...lines,
    '',
    `calibrator written to ${cleanLine(report.calibrator)}`,
    ...(report.output === null ? [] : [`table written to ${cleanLine(report.output)}`]),
  ].join('\n')
}

function candidateLine(candidate: CalibrationCandidate, name: number, taken: boolean): string {
  const start = `${taken ? '>' : ' '} ${padEnd(candidate.method, name)}`
  if (candidate.note !== undefined) return `${start}  ${candidate.note}`
  const values = [candidate.log_loss, candidate.brier, candidate.ece, candidate.smooth_ece]
  return `${start}${values.map((one) => padStart(one?.value?.toFixed(4) ?? 'none', 12)).join('')}`
}
