import type { GateVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { countText } from '../number-text.ts'
import type { Style } from '../style.ts'
import { widthOf, wrap } from '../text-width.ts'

/** Lines that names may take; the last of them counts those that are left. */
const mostLines = 5

/** Gates that pass, as a count with as many of their names as there is room for. */
export function passingNames(gates: readonly GateVerdict[], style: Style): string[] {
  if (gates.length === 0) return []
  const mark = style.glyphs.status.pass
  const count = `${countText(gates.length)} ${gates.length === 1 ? 'passes' : 'pass'}`
  const indent = widthOf(mark) + 1 + count.length + 2
  return shownNames(gates, style.width - indent).map((line, at) =>
    at === 0 ? `${style.paint.pass(mark)} ${count}  ${style.dim(line)}` : `${' '.repeat(indent)}${style.dim(line)}`,
  )
}

function shownNames(gates: readonly GateVerdict[], width: number): string[] {
  const names = gates.map(({ name }) => cleanLine(name))
  for (let shown = names.length; shown > 1; shown--) {
    const more = shown === names.length ? '' : `, and ${countText(names.length - shown)} more`
    const lines = wrap(names.slice(0, shown).join(', ') + more, width)
    if (lines.length <= mostLines) return lines
  }
  return wrap(names[0]!, width).slice(0, mostLines)
}
