import type { IntervalLimit } from '@sluice/policy'
import { sizes } from './plan.ts'
import type { Tally } from './simulate.ts'

/** The counts of one claim at one size. */
export interface Cell extends Tally {
  readonly study: string
  readonly prevalence: number | null
  readonly rows: number
  readonly name: string
  readonly measure: string | null
}

/** What 95 % intervals should cover. Below it they claim too much, and `sluice lint` has to warn; above it they are cautious. */
const [least, most] = [0.93, 0.97]

export function isTooShort({ held, intervals }: Tally): boolean {
  return held < least * intervals
}

function isWide({ held, intervals }: Tally): boolean {
  return held > most * intervals
}

/** Whether `sluice lint` calls the interval unreliable on a table of this size with as many positives as are expected. */
export function hasWarning({ measure, prevalence, rows }: Cell, limits: readonly IntervalLimit[]): boolean {
  return limits.some(
    (limit) =>
      limit.measure === measure &&
      (rows < (limit.minRows ?? 0) || (prevalence !== null && prevalence * rows < (limit.minPositives ?? 0))),
  )
}

/** Markdown: a table for each study, a row for each claim, a column for each size. */
export function coverageTables(cells: readonly Cell[]): string {
  const heads = sizes.map(({ rows }) => `n = ${rows.toLocaleString('en-US')}`)
  return unique(cells.map(({ study }) => study))
    .map((study) => {
      const own = cells.filter((cell) => cell.study === study)
      const lines = unique(own.map(({ name }) => name)).map((name) => {
        const shares = sizes.map(({ rows }) => shown(own.find((cell) => cell.name === name && cell.rows === rows)!))
        return `| ${name} | ${shares.join(' | ')} |`
      })
      return `## ${study}\n\n| interval | ${heads.join(' | ')} |\n|---|${'---:|'.repeat(heads.length)}\n${lines.join('\n')}`
    })
    .join('\n\n')
}

/** The text of older tables with the lines of these cells in the place of their own. */
export function withCells(text: string, cells: readonly Cell[]): string {
  const tables = new Map(sections(coverageTables(cells)).map((section) => [headOf(section), section]))
  return sections(text)
    .map((section) => {
      const fresh = tables.get(headOf(section))?.match(/^\| .* \|$/gm) ?? []
      return fresh.reduce((old, line) => {
        const start = `\n${line.slice(0, line.indexOf('|', 1) + 1)}`
        const at = old.indexOf(start)
        return at < 0 ? old : old.slice(0, at + 1) + line + old.slice(old.indexOf('\n', at + 1))
      }, section)
    })
    .join('')
}

function sections(text: string): string[] {
  return text.split(/(?=^## )/m)
}

function headOf(section: string): string {
  return section.slice(0, section.indexOf('\n'))
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}

function shown(cell: Cell): string {
  const { held, intervals, tables } = cell
  if (intervals === 0) return 'no interval'
  const share = ((100 * held) / intervals).toFixed(1)
  const some = intervals < tables ? ` (${((100 * intervals) / tables).toFixed(1)})` : ''
  const mark = isTooShort(cell) ? '**' : isWide(cell) ? '*' : ''
  return `${mark}${share}${mark}${some}`
}
