import { cleanLine } from '../clean-text.ts'
import { toPlainJson } from '../json.ts'
import { countText, intervalText, numberText, scaleOf } from '../number-text.ts'
import { styleOf, type TerminalOptions } from '../style.ts'
import { padEnd, padStart, wrap } from '../text-width.ts'
import type { ReportedValue } from './render-calibration.ts'

/** How often held-out answers hold the truth, and how much they say; intervals at 95 %. */
export interface ReportedCoverage {
  readonly rows: number
  readonly coverage: ReportedValue
  /** Classes a set; `null` of intervals. */
  readonly mean_set_size: ReportedValue | null
  /** In the units of what is predicted; `null` of sets. */
  readonly mean_interval_width: ReportedValue | null
}

/** What `sluice calibrate --conformal` found. The JSON prints this shape: grow it, rename nothing. */
export interface ConformalReport extends ReportedCoverage {
  readonly kind: 'sets' | 'intervals'
  /** What makes a row unlike the calibration rows: `aps`, `lac`, `absolute`, `quantile`. */
  readonly score: string
  readonly level: number
  readonly by: string | null
  readonly folds: number
  /** One a value of `by`; empty without it. */
  readonly groups: readonly (ReportedCoverage & { readonly group: string; readonly threshold: number | null })[]
  /** Where the fit was written, and the table, where one was asked for. */
  readonly conformal: string
  readonly output: string | null
}

/** `sluice.conformal-report/1`: full double precision, `null` for what does not exist. */
export function renderConformalJson(report: ConformalReport): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.conformal-report/1', ...report }), null, 2)
}

/** The promise, how it is kept over all rows and in each group, and what was written. */
export function renderConformal(report: ConformalReport, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const all = [{ ...report, group: 'all' }, ...report.groups]
  const coverages = cells(all.map(({ coverage }) => coverage))
  const sizes = cells(all.map(({ mean_set_size, mean_interval_width }) => mean_set_size ?? mean_interval_width))
  const groups = all.map(({ group }) => cleanLine(group))
  const name = Math.max(...groups.map((group) => group.length))
  const line = (group: string, ...columns: readonly string[]) =>
    `  ${padEnd(group, name)}${columns.map((text, c) => padStart(text, c === 0 ? 9 : 26)).join('')}`
  const within = report.by === null ? '' : ` of each ${cleanLine(report.by)}`
  const promise = `${report.kind} (${report.score}) that hold the truth in ${report.level} of the rows${within}`
  const how = `${countText(report.rows)} rows, each answered by a fit that has not seen it, ${report.folds} folds; intervals at 95 %.`
  return [
    ...wrap(promise, style.width).map((text, i) =>
      i === 0 ? text.replace(report.kind, style.bold(report.kind)) : text,
    ),
    ...wrap(how, style.width),
    '',
    line('', 'rows', 'coverage', report.kind === 'sets' ? 'classes a set' : 'width'),
    ...groups.map((group, i) => line(group, countText(all[i]!.rows), coverages[i]!, sizes[i]!)),
    '',
    `fit written to ${cleanLine(report.conformal)}`,
    ...(report.output === null ? [] : [`table written to ${cleanLine(report.output)}`]),
  ].join('\n')
}

/** Values with their ends, in digits that line up. */
function cells(column: readonly (ReportedValue | null)[]): string[] {
  const scale = scaleOf(column.flatMap((one) => (one === null ? [] : [one.value, one.lower, one.upper])))
  return column.map((one) => {
    if (one === null || one.value === null) return 'none'
    return `${numberText(one.value, scale)} ${intervalText(one.lower, one.upper, scale)}`.trimEnd()
  })
}
