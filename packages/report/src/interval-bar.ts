import type { Glyphs, Paint } from './style.ts'

/** A stretch of numbers laid over columns. */
export interface Axis {
  readonly from: number
  readonly to: number
  readonly columns: number
  readonly bounds: readonly number[]
}

/** What is drawn: an estimate and the ends of its interval. */
export interface Interval {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

interface Cell {
  readonly text: string
  readonly paint: Paint
}

/** An axis that shows all of the intervals and bounds, with air at both ends; `null` where there is nothing to show. */
export function axisOver(intervals: readonly Interval[], bounds: readonly number[], columns: number): Axis | null {
  const values = intervals.flatMap(({ value, lower, upper }) => [value, lower, upper])
  const ends = [...values, ...bounds].filter((end): end is number => end !== null && Number.isFinite(end))
  if (!values.some((value) => value !== null && Number.isFinite(value)) || columns < 5) return null
  const least = Math.min(...ends)
  const greatest = Math.max(...ends)
  const air = (greatest - least) * 0.07 || Math.abs(least) * 0.1 || 0.5
  return { from: least - air, to: greatest + air, columns, bounds }
}

/** Which column a number falls on; numbers beyond the axis land on its ends. */
export function columnOf(axis: Axis, value: number): number {
  const share = (value - axis.from) / (axis.to - axis.from)
  return Math.max(0, Math.min(axis.columns - 1, Math.round(share * (axis.columns - 1))))
}

/**
 * Draws an interval on an axis with the bounds marked: `├──●──┤ ┊`. Whatever is on one side of a bound is drawn on
 * that side, even where rounding would put both in one column.
 *
 * @param paint colours of the interval and of the bound
 */
export function drawBar(
  { value, lower, upper }: Interval,
  axis: Axis,
  bar: Glyphs['bar'],
  paint: { readonly interval: Paint; readonly bound: Paint },
): string {
  const cells = new Array<Cell | undefined>(axis.columns)
  if (lower !== null && upper !== null) {
    const [first, last] = [besideBounds(axis, lower), besideBounds(axis, upper)]
    for (let i = first; i <= last; i++) cells[i] = { text: bar.line, paint: paint.interval }
    const open = lower < axis.from
    const wide = upper > axis.to
    cells[first] = { text: open ? bar.beyondLeft : bar.left, paint: paint.interval }
    cells[last] = { text: wide ? bar.beyondRight : bar.right, paint: paint.interval }
  }
  for (const bound of axis.bounds) {
    const at = columnOf(axis, bound)
    cells[at] = { text: cells[at] === undefined ? bar.bound : bar.crossed, paint: paint.bound }
  }
  if (value !== null && Number.isFinite(value)) {
    cells[besideBounds(axis, value)] = { text: bar.point, paint: paint.interval }
  }
  return painted(cells)
}

/** One colour code a run of cells, not one a cell. */
function painted(cells: readonly (Cell | undefined)[]): string {
  let text = ''
  for (let i = 0; i < cells.length; ) {
    const paint = cells[i]?.paint
    let run = ''
    for (; i < cells.length && cells[i]?.paint === paint; i++) run += cells[i]?.text ?? ' '
    text += paint === undefined ? run : paint(run)
  }
  return text
}

/** The numbers of the bounds, each above its mark; those that would touch another are left out. */
export function boundLabels(axis: Axis, text: (bound: number) => string): string {
  let line = ''
  for (const bound of axis.bounds.toSorted((a, b) => a - b)) {
    const label = text(bound)
    const start = Math.max(0, Math.min(axis.columns - label.length, columnOf(axis, bound) - (label.length >> 1)))
    if (line === '' || start > line.length) line = line.padEnd(start) + label
  }
  return line.padEnd(axis.columns)
}

function besideBounds(axis: Axis, value: number): number {
  const column = columnOf(axis, value)
  for (const bound of axis.bounds) {
    if (columnOf(axis, bound) !== column || value === bound) continue
    const moved = value < bound ? column - 1 : column + 1
    if (moved >= 0 && moved < axis.columns) return moved
  }
  return column
}
