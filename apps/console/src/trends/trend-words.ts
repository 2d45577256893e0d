import type { GateVerdict } from '@sluice/gates'
import type { SeriesPoint } from '../api/records.ts'
import {
  boundList,
  counted,
  isDifference,
  momentText,
  numberText,
  scaleOf,
  sliceName,
  statusWord,
} from '../wording/index.ts'

type Gate = Pick<GateVerdict, 'condition'>

/** How the values of a trend are written, so that they line up. */
export function trendText(points: readonly SeriesPoint[], gate: Gate): (value: number) => string {
  const scale = scaleOf(
    points.map(({ value }) => value),
    boundList(gate),
  )
  return (value) => numberText(value, scale, isDifference(gate))
}

/** One evaluation of a trend: what it measured, its interval, what was said of it, when. */
export function pointWords(point: SeriesPoint, text: (value: number) => string): readonly string[] {
  const { value, lower, upper, status, createdAt } = point
  const interval = lower === null || upper === null ? [] : [`${text(lower)} to ${text(upper)}`]
  return [
    value === null ? 'no value' : text(value),
    ...interval,
    `${statusWord[status]}, ${momentText(new Date(createdAt))}`,
  ]
}

/** How a value moved: `0.171 to 0.178 over 4 evaluations`; where some had none, in how many it was measured. */
export function movementWords(points: readonly SeriesPoint[], slice: string, text: (value: number) => string): string {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const of = slice === 'all' ? '' : ` of ${sliceName(slice)}`
  const [first, last] = [values[0], values.at(-1)]
  const all = counted(points.length, 'evaluation')
  if (first === undefined || last === undefined) return `no value${of} in ${all}`
  const moved = values.length === 1 ? text(last) : `${text(first)} to ${text(last)}`
  const measured = values.length < points.length ? `, measured in ${values.length} of ${all}` : ` over ${all}`
  return `${moved}${of}${measured}`
}
