import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { boundList, expectationSign, isDifference, isSpread } from '../condition.ts'
import { type Axis, axisOver, drawBar } from '../interval-bar.ts'
import {
  atLeastText,
  countText,
  intervalText,
  type NumberScale,
  numberText,
  percentText,
  scaleOf,
  unitText,
} from '../number-text.ts'
import { extremeWord, worstMeasurements } from '../ordering.ts'
import { selectSlices, sliceName } from '../slice-selection.ts'
import { styleOf } from '../style.ts'
import { markdownCode, markdownText } from './escape-markdown.ts'
import { moreNote, table } from './table.ts'

const { glyphs } = styleOf({ color: false, unicode: true })
const plain = (text: string) => text
const barColumns = 18

/**
 * What does not pass, slice by slice, the worst first, with the interval drawn; a line each for the rest.
 *
 * @param limit rows in all, about: a gate that reaches it counts its other slices, the gates after it are counted
 */
export function gateTable(gates: readonly GateVerdict[], limit: number): string {
  const versus = gates.some((gate) => gate.measurements.some(({ of }) => of !== undefined))
  const rows: string[][] = []
  let shown = 0
  for (; shown < gates.length && rows.length < limit; shown++) {
    rows.push(...gateRows(gates[shown]!, versus, limit - rows.length))
  }
  const head = ['Gate', 'Slice', 'n', 'Metric', ...(versus ? ['Candidate', 'Baseline'] : []), 'Seen', '', 'Expected']
  return table(head, rows, moreNote(gates.length - shown, 'gate'), versus ? [2, 4, 5] : [2])
}

function gateRows(gate: GateVerdict, versus: boolean, limit: number): string[][] {
  const { shown, summaries } = selectSlices(gate, limit)
  const scale = scaleOf(
    shown.flatMap(({ value, lower, upper }) => [value, lower, upper]),
    boundList(gate),
  )
  const axis = axisOver(shown, boundList(gate), barColumns)
  const metric = markdownText(gate.metricLabel, 100)
  const expected = `${expectationSign(gate, glyphs)}`
  const name = markdownCode(gate.name)
  const rows = shown.map((measurement) => [
    name,
    markdownCode(sliceName(measurement.slice)),
    countText(measurement.n),
    metric,
    ...(versus ? bothCells(measurement) : []),
    seenCell(gate, measurement, scale),
    barCell(measurement, axis),
    markdownText(expected, 100),
  ])
  const blank = versus ? ['', ''] : []
  if (gate.measurements.length === 0) {
    return [[name, '', '', metric, ...blank, markdownText(gate.reason), '', markdownText(expected, 100)]]
  }
  return [
    ...rows,
    ...summaries.map((text) => [name, markdownText(text), '', metric, ...blank, '', '', markdownText(expected, 100)]),
  ]
}

function bothCells({ of }: MeasurementVerdict): string[] {
  if (of === undefined) return ['', '']
  const scale = scaleOf([of.candidate, of.baseline])
  return [of.candidate, of.baseline].map((value) => (value === null ? '' : numberText(value, scale)))
}

function seenCell(gate: GateVerdict, measurement: MeasurementVerdict, scale: NumberScale): string {
  const { value, lower, upper, level, rowsNeeded, status, reason } = measurement
  if (value === null) return markdownText(reason)
  const signed = isDifference(gate)
  const sign = signed ? 'Δ ' : isSpread(gate) ? `${gate.condition['min_ratio'] === undefined ? 'gap' : 'ratio'} ` : ''
  const ends = intervalText(lower, upper, scale, signed)
  const interval = ends === '' ? '' : ` ${ends} (${percentText(level)})`
  const missing =
    status === 'inconclusive' && rowsNeeded !== null
      ? `; about ${countText(rowsNeeded)} more ${gate.counts ?? 'rows'} needed`
      : ''
  const waived = status === 'waived' ? '; waived' : ''
  return `**${sign}${atLeastText(measurement)}${numberText(value, scale, signed)}${unitText(gate.unit)}**${markdownText(`${interval}${missing}${waived}`).replace(/^(?=.)/, ' ')}`
}

/** The bar in code type, its blanks kept from folding together. */
function barCell(measurement: MeasurementVerdict, axis: Axis | null): string {
  if (axis === null || measurement.value === null) return ''
  const bar = drawBar(measurement, axis, glyphs.bar, { interval: plain, bound: plain })
  return `<code>${bar.trimEnd().replaceAll(' ', '\u00a0')}</code>`
}

/** Gates that stop nothing, a row each: the measurement nearest to failing. */
export function passingTable(gates: readonly GateVerdict[], limit: number): string {
  const rows = gates.slice(0, limit).map((gate) => {
    const [worst] = worstMeasurements(gate)
    const expected = markdownText(expectationSign(gate, glyphs), 100)
    const name = `${gate.status === 'pass' ? '' : `${gate.status}: `}${markdownCode(gate.name)}`
    if (worst === undefined)
      return [name, markdownText(gate.metricLabel, 100), markdownText(gate.reason), '', '', expected]
    const scale = scaleOf([worst.value, worst.lower, worst.upper], boundList(gate))
    const many = gate.measurements.length > 1 && !isSpread(gate)
    const slice = many
      ? `${extremeWord(gate)} of ${countText(gate.measurements.length)}: ${markdownCode(sliceName(worst.slice))}`
      : markdownCode(sliceName(worst.slice))
    return [
      name,
      markdownText(gate.metricLabel, 100),
      slice,
      countText(worst.n),
      seenCell(gate, worst, scale),
      expected,
    ]
  })
  return table(
    ['Gate', 'Metric', 'Slice', 'n', 'Seen', 'Expected'],
    rows,
    moreNote(gates.length - rows.length, 'gate'),
    [3],
  )
}
