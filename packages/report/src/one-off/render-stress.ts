import type { StressAttack, StressEvidence, StressValue, StressVariant } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { axisOver, drawBar } from '../interval-bar.ts'
import { toPlainJson } from '../json.ts'
import { countText, percentText, shortNumber } from '../number-text.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { clip, padEnd, padStart, widthOf, wrap } from '../text-width.ts'
import { casesTable } from './stress-cases.ts'

/** What `sluice stress` says. */
export interface StressReport {
  readonly model: string
  readonly file: string
  readonly suites: readonly StressEvidence[]
}

/** `sluice.stress/1`: full double precision, `null` for what does not exist. Grow it, rename nothing. */
export function renderStressJson(report: StressReport): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.stress/1', ...report }), null, 2)
}

/** Each suite for a terminal: a line a perturbation, the slices that fail most, the attack, and the ten worst rows. */
export function renderStress({ suites }: StressReport, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  return suites.map((suite) => suiteText(suite, style)).join('\n\n')
}

function suiteText(suite: StressEvidence, style: Style): string {
  return [
    ...head(suite, style),
    ...barsOf('failed', suite.variants.map(variantRow), style),
    ...barsOf('by slice, failed', worstSlices(suite), style),
    ...(suite.attack === null ? [] : attackLines(suite.attack, style)),
    ...casesTable('worst rows', suite.worstCases, style, suite.classes),
    ...casesTable('smallest flips', suite.attack?.worstCases ?? [], style, suite.classes),
  ].join('\n')
}

function head(suite: StressEvidence, style: Style): string[] {
  const facts = [
    ['failure rate', suite.failureRate],
    ['flip rate', suite.flipRate],
    ['directional violations', suite.directionalViolations],
    ['accuracy', suite.accuracy],
    ['robust accuracy', suite.robustAccuracy],
    ['relative corruption error', suite.relativeCorruptionError],
  ] as const
  const shown = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  const width = Math.max(...shown.map(([name]) => name.length))
  return [
    style.bold(cleanLine(suite.suite)),
    ...indented([rowWords(suite), expectation(suite)].join(`, `), style).map((line) => style.dim(line)),
    '',
    ...shown.map(([name, value]) => `  ${padEnd(name, width)}  ${valueText(value, name.endsWith('error'), style)}`),
    ...suite.notes.flatMap((note) => indented(cleanLine(note), style)).map((line) => style.dim(line)),
  ]
}

function rowWords({ rows, tableRows, dataset, synthetic }: StressEvidence): string {
  if (synthetic === undefined) return `${countText(rows)} of the ${countText(tableRows)} rows of ${cleanLine(dataset)}`
  const corners = synthetic.corners === 0 ? '' : ` and ${countText(synthetic.corners)} in their corners`
  return `${countText(synthetic.spread)} synthetic rows over declared ranges${corners}`
}

function expectation({ expect, threshold }: StressEvidence): string {
  const { invariantWithin, directional } = expect
  const parts = [
    ...(invariantWithin === null ? [] : [`scores within ${shortNumber(invariantWithin)}`]),
    ...Object.entries(directional ?? {}).map(([column, way]) => `${way} in ${cleanLine(column)}`),
  ]
  if (parts.length > 0) return `expected: ${parts.join(', ')}`
  return `expected: the decision stays${threshold === null ? '' : ` (threshold ${shortNumber(threshold)})`}`
}

interface BarRow {
  readonly name: string
  readonly value: StressValue
  readonly rest: string
}

function variantRow({ perturbation, amount, columns, failureRate, changedRows }: StressVariant): BarRow {
  const where = typeof columns === 'string' ? (columns === 'all' ? '' : ` ${columns}`) : ` ${columns.join(', ')}`
  return {
    name: cleanLine(`${perturbation} ${shortNumber(amount)}${where}`),
    value: failureRate,
    rest: `n ${countText(changedRows)}`,
  }
}

const mostSlices = 6

function worstSlices({ slices }: StressEvidence): BarRow[] {
  return slices
    .filter(({ failureRate }) => failureRate.value !== null)
    .toSorted((a, b) => b.failureRate.value! - a.failureRate.value!)
    .slice(0, mostSlices)
    .map(({ slice, failureRate }) => ({
      name: cleanLine(slice),
      value: failureRate,
      rest: `n ${countText(failureRate.n)}`,
    }))
}

/** Shares with their intervals, drawn on one axis so that they compare. */
function barsOf(title: string, rows: readonly BarRow[], style: Style): string[] {
  if (rows.length === 0) return []
  const [value, rest] = [7, Math.max(...rows.map((row) => widthOf(row.rest)))]
  const name = Math.min(Math.max(...rows.map((row) => widthOf(row.name))), Math.floor(style.width * 0.45))
  const bar = Math.min(40, style.width - 2 - name - 2 - value - 2 - 2 - rest)
  const axis = axisOver([...rows.map((row) => row.value), { value: 0, lower: null, upper: null }], [], bar)
  const paint = (text: string) => text
  const lines = rows.map((row) => {
    const share = row.value.value === null ? style.glyphs.none : percentText(row.value.value)
    const drawn = axis === null ? '' : drawBar(row.value, axis, style.glyphs.bar, { interval: paint, bound: paint })
    return `  ${padEnd(clip(row.name, name, style.glyphs.ellipsis), name)}  ${padStart(share, value)}  ${padEnd(drawn, Math.max(bar, 0))}  ${style.dim(row.rest)}`.trimEnd()
  })
  return ['', style.dim(`  ${title}`), ...lines]
}

function attackLines(attack: StressAttack, style: Style): string[] {
  const { method, attacked, queriesPerRow, queries, successRate, medianChange, unit } = attack
  const asked = `${countText(attacked)} rows, at most ${countText(queriesPerRow)} tries each, ${countText(queries.search)} in all`
  return [
    '',
    style.dim(`  attack`),
    ...indented(`${cleanLine(method)}: ${asked}`, style),
    `  flipped        ${valueText(successRate, false, style)}`,
    ...(medianChange.value === null
      ? indented(`median change: ${medianChange.note ?? 'none'}`, style)
      : [
          `  median change  ${valueText(medianChange, true, style)} ${style.dim(unit === 'range' ? 'of a column’s range' : 'interquartile ranges')}`,
        ]),
  ]
}

function valueText({ value, lower, upper, note }: StressValue, plain: boolean, style: Style): string {
  const text = plain ? shortNumber : percentText
  if (value === null) return `${style.glyphs.none} ${style.dim(note ?? '')}`.trimEnd()
  const ends = lower === null || upper === null ? '' : ` ${style.dim(`[${text(lower)}, ${text(upper)}]`)}`
  return `${style.bold(text(value))}${ends}`
}

function indented(text: string, style: Style): string[] {
  return wrap(text, style.width - 2).map((line) => `  ${line}`)
}
