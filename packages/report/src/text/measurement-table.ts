import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { boundList, expectation, isDifference, isSpread } from '../condition.ts'
import { type Axis, axisOver, boundLabels, drawBar } from '../interval-bar.ts'
import {
  atLeastText,
  counted,
  countText,
  intervalText,
  type NumberScale,
  numberText,
  scaleOf,
  shortNumber,
  unitText,
} from '../number-text.ts'
import { sliceName } from '../slice-selection.ts'
import type { Style } from '../style.ts'
import { padEnd, padStart, trimEnd, widthOf, wrap } from '../text-width.ts'

const leastBar = 14
const greatestBar = 44

interface Row {
  readonly measurement: MeasurementVerdict
  readonly name: string
  readonly value: string
  readonly interval: string
  readonly n: string
  /** What else is worth a word, after the row where it fits, under it otherwise. */
  readonly extra: string
}

interface Layout {
  readonly name: number
  readonly value: number
  readonly interval: number
  readonly bar: number
  readonly n: number
  /** Names on lines of their own, where they leave no room for a bar. */
  readonly stacked: boolean
}

/** Measurements as a table, their intervals drawn on one axis so that they compare, the bound marked on it. */
export function measurementTable(gate: GateVerdict, shown: readonly MeasurementVerdict[], style: Style): string[] {
  const bounds = boundList(gate)
  const scale = scaleOf(
    shown.flatMap(({ value, lower, upper }) => [value, lower, upper]),
    bounds,
  )
  const all = shown.map((measurement) => rowOf(gate, measurement, scale, style))
  const [first] = all
  const shared = all.length > 1 && all.every(({ extra }) => extra === first!.extra) ? first!.extra : ''
  const rows = shared === '' ? all : all.map((row) => ({ ...row, extra: '' }))
  const layout = layoutOf(rows, style.width)
  const axis = axisOver(shown, bounds, layout.bar)
  const head = axis === null ? [] : [headLine(axis, layout, style)]
  return [...head, ...rows.flatMap((row) => rowLines(row, layout, axis, style)), ...extraLines(shared, style)]
}

function rowOf(gate: GateVerdict, measurement: MeasurementVerdict, scale: NumberScale, style: Style): Row {
  const signed = isDifference(gate)
  const { value, lower, upper } = measurement
  return {
    measurement,
    name: sliceName(measurement.slice),
    value:
      value === null
        ? style.glyphs.none
        : `${atLeastText(measurement)}${numberText(value, scale, signed)}${unitText(gate.unit)}`,
    interval: value === null ? '' : intervalText(lower, upper, scale, signed),
    n: `n ${countText(measurement.n)}`,
    extra: extraOf(gate, measurement, style),
  }
}

function extraOf(gate: GateVerdict, measurement: MeasurementVerdict, style: Style): string {
  const { of, rowsNeeded, positives, status, value } = measurement
  const undecided = status === 'inconclusive' || status === 'waived'
  const waiver = measurement.waivedBy === undefined ? [] : [`waived by ${cleanLine(measurement.waivedBy)}`]
  if (value === null || status === 'error' || (isSpread(gate) && measurement.reason !== '')) {
    return [withoutExpectation(gate, measurement.reason), ...waiver].join(` ${style.glyphs.dot} `)
  }
  return [
    ...(of === undefined || of.candidate === null || of.baseline === null
      ? []
      : [bothValues(of.candidate, of.baseline)]),
    ...(undecided && positives !== null ? [counted(positives, 'positive')] : []),
    ...(undecided && rowsNeeded !== null
      ? [`about ${countText(rowsNeeded)} more ${gate.counts ?? 'rows'} needed`]
      : []),
    ...(measurement.note === undefined ? [] : [cleanLine(measurement.note)]),
    ...waiver,
  ].join(` ${style.glyphs.dot} `)
}

/** The reason without the part that stands above the table already. */
function withoutExpectation(gate: GateVerdict, reason: string): string {
  return cleanLine(reason).replace(`, expected ${expectation(gate)}`, '')
}

function bothValues(candidate: number, baseline: number): string {
  const scale = scaleOf([candidate, baseline], [candidate, baseline])
  return `${numberText(candidate, scale)} versus ${numberText(baseline, scale)}`
}

function layoutOf(rows: readonly Row[], width: number): Layout {
  const widest = (text: (row: Row) => string) => Math.max(...rows.map((row) => widthOf(text(row))))
  const [name, value, interval, n] = [
    widest((row) => row.name),
    widest((row) => row.value),
    widest((row) => row.interval),
    widest((row) => row.n),
  ]
  const numbers = 2 + value + (interval === 0 ? 0 : interval + 1) + 2
  const inline = width - 4 - name - numbers - 2 - n
  const stacked = inline < leastBar
  const room = stacked ? width - 4 - numbers : inline
  return { name, value, interval, n, stacked, bar: Math.max(5, Math.min(greatestBar, Math.round(width * 0.35), room)) }
}

/** Blanks before the bars, where the numbers of the other lines are. */
function barStart(layout: Layout): number {
  const numbers = layout.value + (layout.interval === 0 ? 0 : layout.interval + 1) + 2
  return 4 + (layout.stacked ? 0 : layout.name + 2) + numbers
}

function headLine(axis: Axis, layout: Layout, style: Style): string {
  return `${' '.repeat(barStart(layout))}${style.bound(boundLabels(axis, shortNumber).trimEnd())}`
}

function rowLines(row: Row, layout: Layout, axis: Axis | null, style: Style): string[] {
  const { measurement } = row
  const paint = style.paint[measurement.status]
  const mark = `  ${style.bold(paint(style.glyphs.status[measurement.status]))} `
  const bar = axis === null ? '' : drawBar(measurement, axis, style.glyphs.bar, { interval: paint, bound: style.bound })
  const numbers = `${style.bold(padStart(row.value, layout.value))}${
    layout.interval === 0 ? '' : ` ${padEnd(row.interval, layout.interval)}`
  }  `
  const n = style.dim(layout.stacked ? row.n : padEnd(row.n, layout.n))
  const lines = layout.stacked
    ? [...stackedName(row, mark, n, style), `    ${numbers}${bar}`]
    : [`${mark}${padEnd(row.name, layout.name)}  ${numbers}${bar}  ${n}`]
  return withExtra(lines.map(trimEnd), row.extra, style)
}

function stackedName(row: Row, mark: string, n: string, style: Style): string[] {
  if (4 + widthOf(row.name) + 2 + widthOf(row.n) <= style.width) return [`${mark}${row.name}  ${n}`]
  const lines = wrap(row.name, style.width - 4)
  return [...lines.map((line, i) => `${i === 0 ? mark : '    '}${line}`), `    ${n}`]
}

function withExtra(lines: readonly string[], extra: string, style: Style): string[] {
  if (extra === '') return [...lines]
  const last = lines.at(-1)!
  if (widthOf(last) + 2 + widthOf(extra) <= style.width) return [...lines.slice(0, -1), `${last}  ${style.dim(extra)}`]
  return [...lines, ...extraLines(extra, style)]
}

function extraLines(extra: string, style: Style): string[] {
  return extra === '' ? [] : wrap(extra, style.width - 6).map((line) => `      ${style.dim(line)}`)
}
