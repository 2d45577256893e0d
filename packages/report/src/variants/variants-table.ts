import type { BuildEvidence, IntervalValue, SliceValue, VariantsEvidence } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { bytesText, intervalText, type NumberScale, numberText, percentText, scaleOf } from '../number-text.ts'
import { sliceName } from '../slice-selection.ts'
import type { Style } from '../style.ts'
import { clip, padEnd, padStart, widthOf, wrap } from '../text-width.ts'
import { paretoSentences } from './pareto-sentences.ts'

interface TableColumn {
  readonly head: string
  readonly cell: (build: BuildEvidence) => string
  /** Columns of higher numbers give way first where the table is too wide. */
  readonly rank: number
}

/**
 * The builds of a model, a line each, with what their intervals say of each other under them; in brief, who is on the
 * Pareto front instead.
 */
export function variantsTable(variants: VariantsEvidence, style: Style, detail: 'brief' | 'whole' = 'whole'): string[] {
  const { builds, timing, level, dataset } = variants
  const name = Math.min(Math.max(5, ...builds.map(({ model }) => widthOf(cleanLine(model)))), 16)
  const columns = fitting(columnsOf(variants, style), builds, style.width - 2 - name)
  const widths = columns.map((column) => widest(column, builds))
  const line = (start: string, cells: readonly string[]) =>
    `${start}${cells.map((cell, i) => `  ${padStart(cell, widths[i]!)}`).join('')}`.trimEnd()
  const requests = `${timing.requests} requests of ${timing.rows === 1 ? '1 row' : `${timing.rows} rows`} each, in interleaved rounds`
  const head = line(
    `  ${padEnd('build', name)}`,
    columns.map((column) => column.head),
  )
  const [front, ...pairs] = paretoSentences(variants, style.glyphs.bar.point)
  const brief = detail === 'brief'
  return [
    style.bold(`Variants on ${cleanLine(dataset)}`),
    ...(brief ? [] : wrap(`${percentText(level)} intervals; ${requests}`, style.width).map(style.dim)),
    style.dim(head),
    ...builds.flatMap((build) => {
      const mark = build.onFront ? style.paint.pass(style.glyphs.bar.point) : ' '
      const label = padEnd(clip(cleanLine(build.model), name, style.glyphs.ellipsis), name)
      return [
        line(
          `${mark} ${label}`,
          columns.map(({ cell }) => cell(build)),
        ),
        ...(brief ? [] : detailLines(build, variants, style)),
      ]
    }),
    ...[front!, ...(brief ? [] : pairs)].flatMap((text) => wrap(text, style.width)),
  ]
}

function columnsOf({ builds, quality, reference }: VariantsEvidence, style: Style): TableColumn[] {
  const { none } = style.glyphs
  const values = scaleOf(builds.map((build) => build.quality.value))
  const latencies = scaleOf(builds.flatMap(({ latency }) => [latency.p50.value, latency.p99.value]))
  const number = (value: number | null, scale: NumberScale) => (value === null ? none : numberText(value, scale))
  const has = (field: 'size' | 'cost') => builds.some((build) => build[field] !== null)
  const columns: (TableColumn | null)[] = [
    { head: cleanLine(quality.label), cell: (build) => number(build.quality.value, values), rank: 0 },
    {
      head: `minus ${clip(cleanLine(reference), 16, style.glyphs.ellipsis)}`,
      cell: ({ versus }) =>
        versus === null ? '' : withInterval(versus.quality, scaleOf(ends(versus.quality)), none, true),
      rank: 1,
    },
    builds.some(({ versus }) => versus?.negativeFlips)
      ? { head: 'flips', cell: ({ versus }) => shareText(versus?.negativeFlips ?? null), rank: 3 }
      : null,
    { head: 'p50 ms', cell: ({ latency }) => number(latency.p50.value, latencies), rank: 5 },
    { head: 'p99 ms', cell: ({ latency }) => number(latency.p99.value, latencies), rank: 2 },
    has('size') ? { head: 'size', cell: ({ size }) => (size === null ? none : bytesText(size)), rank: 4 } : null,
    has('cost') ? { head: 'cost', cell: ({ cost }) => (cost === null ? none : String(cost)), rank: 6 } : null,
  ]
  return columns.filter((column) => column !== null)
}

/** Leaves out columns, those of the highest rank first, until a line fits. */
function fitting(columns: readonly TableColumn[], builds: readonly BuildEvidence[], width: number): TableColumn[] {
  const needed = columns.reduce((sum, column) => sum + 2 + widest(column, builds), 0)
  if (needed <= width || columns.length === 1) return [...columns]
  const last = Math.max(...columns.map(({ rank }) => rank))
  return fitting(
    columns.filter(({ rank }) => rank !== last),
    builds,
    width,
  )
}

function widest({ head, cell }: TableColumn, builds: readonly BuildEvidence[]): number {
  return Math.max(widthOf(head), ...builds.map((build) => widthOf(cell(build))))
}

/** What a line has no room for: how wide the intervals are, and the slice that loses most. */
function detailLines(build: BuildEvidence, variants: VariantsEvidence, style: Style): string[] {
  const { latency, versus } = build
  const { p99 } = latency
  const facts = [
    p99.lower === null ? (p99.note ?? 'the p99 has no interval') : `p99 ${withInterval(p99, scaleOf(ends(p99)))} ms`,
    ...(versus === null ? [] : comparisonFacts(versus, variants)),
  ]
  return wrap(facts.map(cleanLine).join(` ${style.glyphs.dot} `), style.width - 4).map(
    (line) => `    ${style.dim(line)}`,
  )
}

function comparisonFacts(
  { latencyRatio, negativeFlips, qualityBySlice }: NonNullable<BuildEvidence['versus']>,
  { reference, quality }: VariantsEvidence,
): string[] {
  const { p50 } = latencyRatio
  const worst = worstSlice(qualityBySlice, quality.direction)
  return [
    ...(p50.value === null ? [] : [`p50 ${withInterval(p50, scaleOf(ends(p50)))} times ${reference}`]),
    ...(negativeFlips === null || negativeFlips.value === null || negativeFlips.upper === null
      ? []
      : [`flips ${shareText(negativeFlips)} [${percent(negativeFlips.lower!)}, ${percent(negativeFlips.upper)}]`]),
    ...(worst === null
      ? []
      : [`worst slice ${sliceName(worst.slice)} ${withInterval(worst, scaleOf(ends(worst)), '', true)}`]),
  ]
}

/** The slice on which a build loses most; of a measure whose target is best there is none. */
function worstSlice(slices: readonly SliceValue[], direction: 'higher' | 'lower' | 'target'): SliceValue | null {
  if (direction === 'target') return null
  const sign = direction === 'higher' ? 1 : -1
  return slices
    .filter(({ value }) => value !== null)
    .reduce<SliceValue | null>(
      (worst, one) => (worst === null || sign * one.value! < sign * worst.value! ? one : worst),
      null,
    )
}

function ends({ value, lower, upper }: IntervalValue): (number | null)[] {
  return [value, lower, upper]
}

function withInterval(of: IntervalValue, scale: NumberScale, none = '', signed = false): string {
  if (of.value === null) return none
  return `${numberText(of.value, scale, signed)} ${intervalText(of.lower, of.upper, scale, signed)}`.trimEnd()
}

function shareText(share: IntervalValue | null): string {
  return share === null || share.value === null ? '' : percent(share.value)
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`
}
