import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { boundList, expectationSign, isDifference, isSpread } from '../condition.ts'
import { axisOver, drawBar } from '../interval-bar.ts'
import { atLeastText, countText, intervalText, numberText, scaleOf, unitText } from '../number-text.ts'
import { extremeWord, worstMeasurements } from '../ordering.ts'
import { sliceName } from '../slice-selection.ts'
import type { Style } from '../style.ts'
import { clip, padEnd, padStart, widthOf } from '../text-width.ts'

interface Line {
  readonly gate: GateVerdict
  readonly name: string
  readonly value: string
  readonly interval: string
  readonly bar: string
  readonly expected: string
  readonly rest: readonly string[]
}

/** Gates, a line each: the measurement that is furthest on the wrong side of the bound or nearest to it, drawn small. */
export function gateLines(gates: readonly GateVerdict[], style: Style): string[] {
  if (gates.length === 0) return []
  const barWidth = style.width < 72 ? 12 : style.width < 100 ? 16 : 24
  const lines = gates.map((gate) => lineOf(gate, barWidth, style))
  const widest = (text: (line: Line) => string) => Math.max(...lines.map((line) => widthOf(text(line))))
  const name = Math.min(
    widest((line) => line.name),
    Math.floor(style.width * 0.4),
  )
  const [value, interval, expected] = [
    widest((line) => line.value),
    widest((line) => line.interval),
    widest((line) => line.expected),
  ]
  // The interval in numbers gives way to the words at the end of a line.
  const words = Math.max(...lines.map(({ rest }) => Math.min(...rest.map(widthOf))))
  const used = 2 + name + 2 + value + 2 + barWidth + 2 + expected + 2 + words
  const withInterval = style.width >= 100 && interval > 0 && used + 2 + interval <= style.width
  return lines.map((line) => {
    const mark = style.paint[line.gate.status](style.glyphs.status[line.gate.status])
    const start = [
      `${mark} ${padEnd(clip(line.name, name, style.glyphs.ellipsis), name)}`,
      padStart(line.value, value),
      ...(withInterval ? [style.dim(padEnd(line.interval, interval))] : []),
      padEnd(line.bar, barWidth),
      padEnd(line.expected, expected),
    ].join('  ')
    const room = style.width - widthOf(start) - 2
    const fitting = line.rest.find((text) => widthOf(text) <= room) ?? line.rest.at(-1)!
    const rest = room < 6 ? '' : `  ${style.dim(clip(fitting, room, style.glyphs.ellipsis))}`
    return `${start}${rest}`.trimEnd()
  })
}

function lineOf(gate: GateVerdict, barWidth: number, style: Style): Line {
  const [worst] = worstMeasurements(gate)
  const base = { gate, name: cleanLine(gate.name), expected: expectationSign(gate, style.glyphs) }
  if (worst === undefined) return { ...base, value: '', interval: '', bar: '', rest: [cleanLine(gate.reason)] }
  const bounds = boundList(gate)
  const scale = scaleOf([worst.value, worst.lower, worst.upper], bounds)
  const axis = axisOver([worst], bounds, barWidth)
  const signed = isDifference(gate)
  return {
    ...base,
    value:
      worst.value === null
        ? style.glyphs.none
        : `${atLeastText(worst)}${numberText(worst.value, scale, signed)}${unitText(gate.unit)}`,
    interval: worst.value === null ? '' : intervalText(worst.lower, worst.upper, scale, signed),
    bar:
      axis === null
        ? ''
        : drawBar(worst, axis, style.glyphs.bar, { interval: style.paint[worst.status], bound: style.bound }),
    rest: restOf(gate),
  }
}

/** What the line says at its end, from the most to the least; the first that fits is taken. */
function restOf(gate: GateVerdict): string[] {
  const [worst] = worstMeasurements(gate)
  const metric = cleanLine(gate.metricLabel)
  const among = countText(gate.measurements.length)
  const [first, ...others] = gate.measurements.filter((measurement) => measurement.status === 'waived')
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` and ${countText(others.length)} more`
    const what = `waived${first.slice === 'all' ? '' : `: ${sliceName(first.slice)}`}${more}`
    return [`${what} (${metric})`, what, 'waived']
  }
  const bad = gate.measurements.filter((measurement) => measurement.status !== 'pass')
  if (gate.measurements.length > 1 && !isSpread(gate) && bad.length > 0) {
    const worse = `${countText(bad.length)} of ${among} slices ${stateOf(bad)}`
    return [`${metric}, ${worse}: ${sliceName(worst!.slice)}`, `${metric}, ${worse}`, worse]
  }
  if (gate.measurements.length > 1 && !isSpread(gate)) {
    const extreme = `${metric}, ${extremeWord(gate)} of ${among} slices`
    return [`${extreme}: ${sliceName(worst!.slice)}`, extreme, `${metric}, ${among} slices`, metric]
  }
  return [`${metric}, n ${countText(worst!.n)}`, metric]
}

/** What slices that do not pass have in common. */
function stateOf(bad: readonly MeasurementVerdict[]): string {
  const statuses = new Set(bad.map(({ status }) => status))
  if (statuses.size > 1) return 'do not pass'
  if (statuses.has('fail')) return bad.length === 1 ? 'fails' : 'fail'
  return statuses.has('inconclusive') ? 'undecided' : 'not judged'
}
