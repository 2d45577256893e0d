import type { PolicyVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import type { Style } from '../style.ts'
import { clip, wrap } from '../text-width.ts'

const start = 'note  '

/**
 * What a reader should know of the data that was judged: rows that no slice holds, what a search found, how a column came
 * about. In brief a line each, cut at the width.
 */
export function noteLines({ notes = [] }: PolicyVerdict, style: Style, detail: 'brief' | 'whole' = 'whole'): string[] {
  const room = style.width - start.length
  return notes.flatMap(({ datasets, text }) => {
    const line = `${datasets.map(cleanLine).join(', ')}: ${cleanLine(text)}`
    const lines = detail === 'brief' ? [clip(line, room, style.glyphs.ellipsis)] : wrap(line, room)
    return lines.map((part, at) => style.dim(`${at === 0 ? start : ' '.repeat(start.length)}${part}`))
  })
}
