import type { GateVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { expectation, rule, subject } from '../condition.ts'
import { selectSlices } from '../slice-selection.ts'
import type { Style } from '../style.ts'
import { padEnd, widthOf, wrap } from '../text-width.ts'
import { statusWord } from '../verdict-words.ts'
import { measurementTable } from './measurement-table.ts'

const labelWidth = 10

/**
 * One gate: what was asked, what was seen, why it matters, what to do next.
 *
 * @param slices how many slices that do not pass are shown; the others are counted
 */
export function gateBlock(gate: GateVerdict, slices: number, style: Style): string[] {
  const { shown, summaries } = selectSlices(gate, slices)
  const onAll = gate.measurements.length > 1 ? ' on every slice' : ''
  const expected = `${expectation(gate)}${/slice|each other/.test(expectation(gate)) ? '' : onAll}; ${rule(gate)}`
  return [
    ...heading(gate, style),
    ...labelled('expected', `${subject(gate)}: ${expected}`, style),
    ...(shown.length === 0 ? [] : measurementTable(gate, shown, style)),
    ...summaries.flatMap((text) => wrap(text, style.width - 4)).map((line) => `    ${style.dim(line)}`),
    ...(gate.measurements.length === 0 ? labelled('seen', gate.reason, style) : []),
    ...(gate.why === null ? [] : labelled('why', gate.why, style)),
    ...(gate.remedy === null || gate.remedy === '' ? [] : labelled('next', gate.remedy, style)),
  ]
}

function heading(gate: GateVerdict, style: Style): string[] {
  const { glyphs, bold, dim, paint } = style
  const word = `${glyphs.status[gate.status]} ${statusWord[gate.status]}`
  const softly = gate.severity === 'warn' && gate.status !== 'error' ? ' (does not block)' : ''
  const name = cleanLine(gate.name)
  const place = `${cleanLine(gate.location.file)}:${gate.location.line}`
  const left = `${bold(paint[gate.status](word))}  ${bold(name)}${dim(softly)}`
  const used = widthOf(left)
  return used + 2 + widthOf(place) <= style.width
    ? [`${padEnd(left, style.width - widthOf(place))}${dim(place)}`]
    : [left, `  ${dim(place)}`]
}

function labelled(label: string, text: string, style: Style): string[] {
  return wrap(cleanLine(text), style.width - labelWidth - 2).map(
    (line, i) => `  ${i === 0 ? style.dim(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  )
}
