import type { GateVerdict, GoldenEvidence, GoldenFeature, GoldenMatches, LabelSuspects } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { toPlainJson } from '../json.ts'
import { counted, countText, percentText, shortNumber } from '../number-text.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { clip, padEnd, padStart, widthOf, wrap } from '../text-width.ts'

/** What `sluice golden judge` says: each golden set, and what its gates say of it. */
export interface GoldenReport {
  readonly model: string
  readonly file: string
  readonly asOf: string
  readonly verdict: string
  readonly goldenSets: readonly GoldenEvidence[]
  /** Rows whose labels are doubted: for a screen beside the table, never pushed. */
  readonly suspects: readonly LabelSuspects[]
  readonly gates: readonly GateVerdict[]
}

/** `sluice.golden/1`: full double precision, `null` for what is not known. Grow it, rename nothing. */
export function renderGoldenJson(report: GoldenReport): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.golden/1', ...report }), null, 2)
}

/** The golden sets of a policy for a terminal: features from the least covered on, slices with too few rows first. */
export function renderGolden(report: GoldenReport, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const sets = report.goldenSets.map((set) =>
    [
      ...head(set, style),
      ...features(set, style),
      ...slices(set, style),
      ...report.suspects.filter(({ dataset }) => dataset === set.dataset).flatMap((one) => suspects(one, style)),
    ].join('\n'),
  )
  return [...sets, ...(report.gates.length === 0 ? [] : [gates(report, style)])].join('\n\n')
}

const mostListed = 12

function head(set: GoldenEvidence, style: Style): string[] {
  const title = `${cleanLine(set.dataset)}, for ${cleanLine(set.represents)}`
  const facts = [
    `${counted(set.rows, 'row')} for ${countText(set.representedRows)}, worth ${countText(Math.round(set.effectiveRows))} of equal weight`,
    ageText(set),
    driftText(set),
    ...set.agreement.map(({ statistic, value, lower, upper, annotators }) =>
      value === null
        ? `${statistic}: no value`
        : `${statistic} of ${annotators} annotators ${shortNumber(value)}${lower === null || upper === null ? '' : ` [${shortNumber(lower)}, ${shortNumber(upper)}]`}`,
    ),
    set.reviewed === null
      ? null
      : `${countText(set.reviewed.rows)} rows reviewed (${percentText(set.reviewed.rows / set.rows)})`,
    `repeated rows: ${matches(set.repeats)}`,
    known('rows', set, set.leaks),
    ...texts(set),
  ].filter((fact) => fact !== null)
  const notes = set.notes
    .flatMap((note) => wrap(cleanLine(note), style.width - 2))
    .map((line) => style.dim(`  ${line}`))
  return [style.bold(title), ...facts.map((fact) => `  ${fact}`), ...notes]
}

function texts(set: GoldenEvidence): (string | null)[] {
  if (set.texts === undefined) return []
  const { columns, similarity, repeats, leaks } = set.texts
  const by = `by ${columns.map(cleanLine).join(', ')} alone, near from a similarity of ${similarity} on`
  return [`repeated texts: ${matches(repeats)} (${by})`, known('texts', set, leaks)]
}

function known(what: string, { apartFrom }: GoldenEvidence, leaks: GoldenMatches | null): string | null {
  return leaks === null ? null : `${what} known to ${apartFrom.map(cleanLine).join(', ')}: ${matches(leaks)}`
}

function matches({ exact, near }: GoldenMatches): string {
  return `${exact} exactly, ${near - exact} nearly`
}

function ageText({ age }: GoldenEvidence): string | null {
  if (age === null) return null
  const due =
    age.refresh === null
      ? ''
      : `, ${age.refresh.overdue ? 'overdue since' : 'due again on'} ${age.refresh.due} (${age.refresh.rule})`
  return `labels ${countText(age.newest)} to ${countText(age.oldest)} days old${due}`
}

function driftText({ drift, represents }: GoldenEvidence): string | null {
  if (drift === undefined) return null
  if (drift.feature === null) return `${cleanLine(represents)} has not moved from it by more than chance`
  const due = drift.due ? `: labels are due now (drift ${drift.bound})` : ''
  return `${cleanLine(represents)} has moved from it in ${cleanLine(drift.feature)}, by ${percentText(Number(drift.moved.toPrecision(3)))} of rows beyond noise${due}`
}

function features({ features: all, represents }: GoldenEvidence, style: Style): string[] {
  const sorted = [...all].sort((a, b) => a.coverage - b.coverage)
  const shown = sorted.slice(0, mostListed)
  const name = Math.min(28, Math.max(7, ...shown.map(({ feature }) => widthOf(cleanLine(feature)))))
  const number = (value: number | null) => padStart(value === null ? style.glyphs.none : value.toFixed(3), 7)
  const line = (one: GoldenFeature) =>
    `  ${padEnd(clip(cleanLine(one.feature), name, style.glyphs.ellipsis), name)} ${padStart(percentText(one.coverage), 8)} ${number(one.totalVariation)} ${number(one.jensenShannon)} ${number(one.psi)}${one.unfamiliar > 0 ? `  ${style.dim(`${counted(one.unfamiliar, 'row')} unknown there`)}` : ''}`
  const rest =
    sorted.length > shown.length ? [style.dim(`  and ${sorted.length - shown.length} more, covered no less`)] : []
  const title = `  ${padEnd('feature', name)} ${padStart('covered', 8)} ${padStart('TV', 7)} ${padStart('JS', 7)} ${padStart('PSI', 7)}`
  return [
    '',
    style.dim(title),
    ...shown.map(line),
    ...rest,
    ...(shown.length > 0 ? [] : [style.dim(`  no feature of ${represents}`)]),
  ]
}

function slices({ slices: all }: GoldenEvidence, style: Style): string[] {
  if (all.length === 0) return []
  const shown = [...all].sort((a, b) => a.golden - b.golden).slice(0, mostListed)
  const name = Math.min(36, Math.max(5, ...shown.map(({ slice }) => widthOf(cleanLine(slice)))))
  const lines = shown.map(
    ({ slice, golden, expected, represented }) =>
      `  ${padEnd(clip(cleanLine(slice), name, style.glyphs.ellipsis), name)} ${padStart(countText(golden), 7)} ${padStart(expected.toFixed(1), 9)} ${padStart(countText(represented), 9)}`,
  )
  const rest = all.length > shown.length ? [style.dim(`  and ${all.length - shown.length} slices with more rows`)] : []
  const title = `  ${padEnd('slice', name)} ${padStart('rows', 7)} ${padStart('expected', 9)} ${padStart('there', 9)}`
  return ['', style.dim(title), ...lines, ...rest]
}

function suspects({ model, rows, suspected, most }: LabelSuspects, style: Style): string[] {
  const share = percentText(rows === 0 ? 0 : suspected / rows)
  const title = `  labels that ${cleanLine(model)} confidently contradicts: ${countText(suspected)} of ${countText(rows)} (${share})`
  if (most.length === 0) return ['', title]
  const shown = most.slice(0, mostListed)
  const lines = shown.map(({ row, id, label, likely, margin }) => {
    const name = id === null ? `row ${row}` : `${cleanLine(String(id))} (row ${row})`
    return `  ${padEnd(name, 24)} label ${cleanLine(label)}, likely ${cleanLine(likely)}, by ${shortNumber(margin)}`
  })
  const rest = suspected > shown.length ? [style.dim(`  and ${countText(suspected - shown.length)} more`)] : []
  return ['', title, ...lines, ...rest]
}

function gates({ gates: all }: GoldenReport, { glyphs, paint, width }: Style): string {
  return all
    .flatMap(({ name, status, reason, remedy }) => [
      `${paint[status](`${glyphs.status[status]} ${status}`)} ${cleanLine(name)}`,
      ...[reason, ...(remedy === null ? [] : [remedy])].flatMap((text) =>
        wrap(cleanLine(text), width - 4).map((line) => `    ${line}`),
      ),
    ])
    .join('\n')
}
