import { counted } from '../number-text.ts'

/**
 * A table of cells that are Markdown already.
 *
 * @param note a line below it; empty for none
 * @param right indices of the columns whose numbers stand to the right
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  note = '',
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(head.map((_, i) => (right.includes(i) ? '---:' : '---'))),
    ...rows.map(line),
    ...(note === '' ? [] : ['', note]),
  ].join('\n')
}

/** What a table leaves out; empty where it leaves out nothing. */
export function moreNote(left: number, what: string): string {
  return left > 0 ? `_and ${counted(left, `more ${what}`)}; the full report has them._` : ''
}
