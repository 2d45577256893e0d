import type { Status } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { drawBar } from '../interval-bar.ts'
import { counted, countText, percentText } from '../number-text.ts'
import { styleOf, type TerminalOptions } from '../style.ts'
import { clip, padEnd, padStart, widthOf, wrap } from '../text-width.ts'

/** One verdict in twenty by chance is what a 95% confidence announces. */
const unsteadyRate = 0.05

/** How often the verdict of a gate flipped when nothing but the rows were drawn again. */
export interface SelfTestRow {
  readonly gate: string
  readonly rounds: number
  readonly flips: number
  /** `flips / rounds`; `null` without rounds. */
  readonly rate: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface SelfTestOptions extends TerminalOptions {
  readonly model?: string
}

/** The self-test's table: a gate a row, the least steady first, with the share of flips and its interval drawn. */
export function renderSelfTest(rows: readonly SelfTestRow[], options: SelfTestOptions = {}): string {
  const style = styleOf(options)
  const model = options.model === undefined ? '' : ` of ${cleanLine(options.model)}`
  const title = style.bold(`Self-test${model}`)
  if (rows.length === 0) return `${title}\nThe policy has no gates to test.`
  const sorted = rows.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1))
  const name = Math.min(Math.max(...rows.map(({ gate }) => widthOf(cleanLine(gate)))), Math.floor(style.width * 0.4))
  const bar = Math.max(10, Math.min(30, style.width - name - 36))
  const axis = { from: 0, to: 1, columns: bar, bounds: [] }
  const lines = sorted.map((row) => {
    const status = statusOf(row)
    const mark = style.paint[status](style.glyphs.status[status])
    const drawn = drawBar({ value: row.rate, lower: row.lower, upper: row.upper }, axis, style.glyphs.bar, {
      interval: style.paint[status],
      bound: style.bound,
    })
    const rate = row.rate === null ? style.glyphs.none : percentText(Math.round(row.rate * 1000) / 1000)
    const label = padEnd(clip(cleanLine(row.gate), name, style.glyphs.ellipsis), name)
    return `${mark} ${label}  ${padStart(rate, 6)}  ${drawn}  ${style.dim(`${countText(row.flips)} of ${counted(row.rounds, 'round')}`)}`
  })
  return [
    title,
    ...wrap('How often each verdict flips when nothing changes but which rows are drawn; 0% to 100%.', style.width).map(
      style.dim,
    ),
    ...lines,
    ...wrap(
      `${style.glyphs.status.pass} steady  ${style.glyphs.status.warn} may flip in more than ${percentText(unsteadyRate)} of runs  ${style.glyphs.status.fail} flips in more: add rows or widen the margin`,
      style.width,
    ).map(style.dim),
  ].join('\n')
}

/** Steady only where the whole interval says so; a gate that was never tried is not steady. */
function statusOf({ rate, lower, upper }: SelfTestRow): Status {
  if (rate === null) return 'skipped'
  if ((lower ?? rate) > unsteadyRate) return 'fail'
  return (upper ?? rate) > unsteadyRate ? 'warn' : 'pass'
}
