import type { MeasureCatalogue } from '@sluice/policy'
import { cleanLine } from '../clean-text.ts'
import { axisOver, drawBar } from '../interval-bar.ts'
import { toPlainJson } from '../json.ts'
import { countText, intervalText, numberText, percentText, scaleOf } from '../number-text.ts'
import { sliceName } from '../slice-selection.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { clip, padEnd, padStart, widthOf, wrap } from '../text-width.ts'

/** One value that `sluice measure` found. The JSON prints this shape: grow it, rename nothing. */
export interface MeasurementRow {
  readonly metric: string
  /** What the measure was told, where the call named options. */
  readonly options?: Readonly<Record<string, unknown>>
  readonly slice: string
  /** `null` where it does not exist; then `note` says why. */
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Of the interval: 0.95. */
  readonly level: number
  /** The interval's method. */
  readonly interval: string | null
  readonly n: number
  /** Kish's effective number of rows, where rows are weighted. */
  readonly effectiveRows?: number
  readonly positives: number | null
  readonly note?: string
}

export interface MeasurementsOptions extends TerminalOptions {
  /** Where the metrics' labels are. */
  readonly catalogue?: MeasureCatalogue
}

/** `sluice.measurements/1`: full double precision, `null` with a note for what does not exist. */
export function renderMeasurementsJson(rows: readonly MeasurementRow[]): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.measurements/1', measurements: rows }), null, 2)
}

/** A table a metric: each slice's value, its interval in numbers and drawn on the metric's own axis, and its rows. */
export function renderMeasurements(rows: readonly MeasurementRow[], options: MeasurementsOptions = {}): string {
  if (rows.length === 0) return 'Nothing was measured.'
  const style = styleOf(options)
  const name = Math.min(
    Math.max(...rows.map(({ slice }) => widthOf(sliceName(slice)))),
    Math.max(10, Math.floor(style.width * 0.35)),
  )
  return [...new Set(rows.map(titleOf))]
    .map((title) => {
      const group = rows.filter((row) => titleOf(row) === title)
      return metricTable(group, name, options.catalogue, style).join('\n')
    })
    .join('\n\n')
}

/** `ece` or `ece, bins 10, strategy quantile`: what tells the tables apart. */
function titleOf({ metric, options = {} }: MeasurementRow): string {
  return [metric, ...Object.entries(options).map(([name, value]) => `${name} ${String(value)}`)].join(', ')
}

interface Cells {
  readonly row: MeasurementRow
  readonly value: string
  readonly interval: string
  readonly n: string
}

/** Below this a bar tells nothing; counts of positives give way first, then the bar. */
const leastBar = 9

function metricTable(
  rows: readonly MeasurementRow[],
  name: number,
  catalogue: MeasureCatalogue | undefined,
  style: Style,
): string[] {
  const full = cellsOf(rows, true, style)
  const cells = roomFor(full, name, style) < leastBar ? cellsOf(rows, false, style) : full
  const columns = Math.min(40, roomFor(cells, name, style))
  const axis = columns < leastBar ? null : axisOver(rows, [], columns)
  const [value, interval] = [widest(cells, 'value'), widest(cells, 'interval')]
  const lines = cells.flatMap((cell) => {
    const bar =
      axis === null ? '' : `  ${drawBar(cell.row, axis, style.glyphs.bar, { interval: unpainted, bound: style.bound })}`
    const ends = interval === 0 ? '' : ` ${padEnd(cell.interval, interval)}`
    const label = padEnd(clip(sliceName(cell.row.slice), name, style.glyphs.ellipsis), name)
    const line = `  ${label}  ${style.bold(padStart(cell.value, value))}${ends}${bar}  ${style.dim(cell.n)}`.trimEnd()
    const note = cell.row.note === undefined ? [] : wrap(cleanLine(cell.row.note), style.width - 6)
    return [line, ...note.map((text) => `      ${style.dim(text)}`)]
  })
  return [heading(rows, catalogue, style), ...lines]
}

function cellsOf(rows: readonly MeasurementRow[], withPositives: boolean, style: Style): Cells[] {
  const scale = scaleOf(rows.flatMap(({ value, lower, upper }) => [value, lower, upper]))
  return rows.map((row) => {
    const positives = row.positives === null || !withPositives ? '' : ` (${countText(row.positives)} positive)`
    return {
      row,
      value: row.value === null ? style.glyphs.none : numberText(row.value, scale),
      interval: row.value === null ? '' : intervalText(row.lower, row.upper, scale),
      n: `n ${countText(row.n)}${positives}`,
    }
  })
}

function roomFor(cells: readonly Cells[], name: number, style: Style): number {
  const interval = widest(cells, 'interval')
  const numbers = widest(cells, 'value') + (interval === 0 ? 0 : interval + 1)
  return style.width - 2 - name - 2 - numbers - 2 - 2 - widest(cells, 'n')
}

function widest(cells: readonly Cells[], part: 'value' | 'interval' | 'n'): number {
  return Math.max(...cells.map((cell) => widthOf(cell[part])))
}

const unpainted = (text: string) => text

function heading(rows: readonly MeasurementRow[], catalogue: MeasureCatalogue | undefined, style: Style): string {
  const { metric } = rows[0]!
  const title = titleOf(rows[0]!)
  const label = catalogue?.measures.get(metric)?.describe.label
  const known = label === undefined || label === title ? '' : ` (${cleanLine(title)})`
  const methods = [...new Set(rows.flatMap(({ interval }) => (interval === null ? [] : [interval])))]
  const level = rows[0]!.level
  const how = methods.length === 0 ? '' : `  ${percentText(level)} interval, ${methods.map(cleanLine).join(', ')}`
  const name = cleanLine(label ?? title)
  const fits = widthOf(name + known + how) <= style.width
  return `${style.bold(name)}${style.dim(known)}${fits ? style.dim(how) : `\n${style.dim(how)}`}`
}
