import { cleanLine } from '../clean-text.ts'
import { toPlainJson } from '../json.ts'
import { countText, percentText } from '../number-text.ts'
import { styleOf, type TerminalOptions } from '../style.ts'
import { clip, padEnd, padStart, widthOf } from '../text-width.ts'

/** What `sluice golden draw` has drawn. The JSON prints this shape: grow it, rename nothing. */
export interface DrawnReport {
  readonly output: string
  readonly seed: number | string
  readonly rows: number
  readonly population: number
  readonly effectiveRows: number
  readonly strata: readonly {
    readonly stratum: string
    readonly population: number
    readonly drawn: number
    readonly inclusionProbability: number
  }[]
}

/** `sluice.golden-draw/1`. */
export function renderDrawnJson(report: DrawnReport): string {
  return JSON.stringify(toPlainJson({ schema: 'sluice.golden-draw/1', ...report }), null, 2)
}

/** Each stratum with its rows, those drawn and their probability. */
export function renderDrawn(report: DrawnReport, options: TerminalOptions = {}): string {
  const { glyphs, dim, bold, width } = styleOf(options)
  const name = Math.min(width - 32, Math.max(7, ...report.strata.map(({ stratum }) => widthOf(cleanLine(stratum)))))
  const line = (stratum: string, population: string, drawn: string, probability: string) =>
    `  ${padEnd(clip(cleanLine(stratum), name, glyphs.ellipsis), name)} ${padStart(population, 9)} ${padStart(drawn, 7)} ${padStart(probability, 9)}`
  return [
    bold(`${countText(report.rows)} of ${countText(report.population)} rows to ${cleanLine(report.output)}`),
    `  worth ${countText(Math.round(report.effectiveRows))} of equal weight; seed ${report.seed}`,
    '',
    dim(line('stratum', 'rows', 'drawn', 'chance')),
    ...report.strata.map((one) =>
      line(one.stratum, countText(one.population), countText(one.drawn), percentText(one.inclusionProbability)),
    ),
    '',
    'Measure it with columns: { weight: sampling_weight }, so that metrics are those of the whole table.',
  ].join('\n')
}
