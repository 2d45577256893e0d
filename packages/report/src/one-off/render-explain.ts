import type { MeasureEntry } from '@sluice/policy'
import { cleanLine } from '../clean-text.ts'
import { shortNumber } from '../number-text.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { padEnd, widthOf, wrap } from '../text-width.ts'

const labelWidth = 13

/** All that is known of a measure, for `sluice explain`: what it is, when to use it, its interval, its sources. */
export function renderExplain(entry: MeasureEntry, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const { describe } = entry
  const aliases = entry.aliases ?? []
  const name = entry.name === describe.label ? '' : `  ${style.dim(entry.name)}`
  return [
    `${style.bold(describe.label)}${name}`,
    ...wrap(cleanLine(describe.summary), style.width),
    '',
    ...field('formula', describe.formula, style),
    ...field('use it', describe.whenToUse, style),
    ...field('edge cases', describe.edgeCases, style),
    ...field('interval', describe.interval, style),
    ...field('source', describe.source, style),
    '',
    ...field('tasks', entry.tasks.join(', '), style),
    ...field('needs', entry.needs.join(', '), style),
    ...field('better', `${directions[entry.direction]}; ${rangeText(entry.range)}`, style),
    ...field('options', optionsText(entry), style),
    ...(aliases.length === 0 ? [] : field('also called', aliases.join(', '), style)),
    ...field('in a policy', exampleOf(entry), style),
  ].join('\n')
}

/** Every measure in a line, by name, the tasks it serves behind it. */
export function renderMeasureList(entries: readonly MeasureEntry[], options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const name = Math.max(...sorted.map((entry) => widthOf(entry.name)))
  const lines = sorted.map((entry) => {
    const [first, ...rest] = wrap(cleanLine(entry.describe.summary), Math.max(20, style.width - name - 2))
    const indent = ' '.repeat(name + 2)
    return [`${style.bold(padEnd(entry.name, name))}  ${first}`, ...rest.map((line) => indent + line)].join('\n')
  })
  return [...lines, '', style.dim('More on one: sluice explain NAME')].join('\n')
}

const directions = {
  higher: 'higher is better',
  lower: 'lower is better',
  target: 'neither: near a target',
} as const

function rangeText([least, greatest]: MeasureEntry['range']): string {
  if (least === null && greatest === null) return 'unbounded'
  if (greatest === null) return `from ${shortNumber(least!)} up`
  return least === null ? `up to ${shortNumber(greatest)}` : `from ${shortNumber(least)} to ${shortNumber(greatest)}`
}

/** Names with defaults, as the measure's own schema fills them in; required ones are marked. */
function optionsText({ options }: MeasureEntry): string {
  const names = Object.keys(options.shape)
  if (names.length === 0) return 'none'
  const filled = options.safeParse({})
  const defaults: Readonly<Record<string, unknown>> = filled.success ? filled.data : {}
  const required = new Set(filled.success ? [] : filled.error.issues.map(({ path }) => String(path[0])))
  return names
    .map((name) => {
      if (required.has(name)) return `${name} (required)`
      return name in defaults && defaults[name] !== undefined ? `${name}: ${JSON.stringify(defaults[name])}` : name
    })
    .join(', ')
}

function exampleOf(entry: MeasureEntry): string {
  const bound = entry.direction === 'lower' ? 'max' : entry.direction === 'higher' ? 'min' : 'between'
  return `{ metric: ${entry.name}, ${bound}: ${bound === 'between' ? '[a, b]' : 'x'} }`
}

function field(label: string, text: string, style: Style): string[] {
  return wrap(cleanLine(text), style.width - labelWidth).map(
    (line, i) => `${i === 0 ? style.dim(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  )
}
