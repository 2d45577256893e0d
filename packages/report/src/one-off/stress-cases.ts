import type { StressCase, StressCell } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { shortNumber } from '../number-text.ts'
import type { Style } from '../style.ts'
import { clip, padEnd, padStart, widthOf } from '../text-width.ts'

interface CaseRow {
  readonly id: string
  readonly by: string
  readonly scores: string
  readonly changes: readonly string[]
}

/** The most of a class's name that stands beside its score. */
const classWidth = 14

/**
 * Cases as a table: the row, what was done to it, its score before and after, and the columns that changed.
 *
 * @param classes what the scores of a row are of, where there are several and they have names
 */
export function casesTable(
  title: string,
  cases: readonly StressCase[],
  style: Style,
  classes: readonly string[] = [],
): string[] {
  if (cases.length === 0) return []
  const arrow = style.glyphs.ellipsis === '…' ? '→' : '->'
  const rows = cases.map((one) => rowOf(one, arrow, classes, style))
  const named = cases.some(({ id }) => id !== null) ? 'id' : 'row'
  const widest = (heading: string, text: (row: CaseRow) => string) =>
    Math.max(widthOf(heading), ...rows.map((row) => widthOf(text(row))))
  const [id, by, scores] = [
    Math.min(
      widest(named, (row) => row.id),
      16,
    ),
    Math.min(
      widest('by', (row) => row.by),
      Math.floor(style.width * 0.3),
    ),
    widest('score', (row) => row.scores),
  ]
  const room = style.width - 2 - id - 2 - by - 2 - scores - 2
  const cut = (text: string, width: number) => clip(text, width, style.glyphs.ellipsis)
  const line = (a: string, b: string, c: string, d: string) =>
    `  ${padStart(cut(a, id), id)}  ${padEnd(cut(b, by), by)}  ${padEnd(c, scores)}  ${d}`.trimEnd()
  return [
    '',
    style.dim(`  ${title}`),
    style.dim(line(named, 'by', 'score', room < 7 ? '' : 'changed')),
    ...rows.map((row) => line(row.id, row.by, row.scores, room < 7 ? '' : fitting(row.changes, room, style))),
  ]
}

function rowOf(
  { row, id, by, before, after, changed, scoresBefore, scoresAfter }: StressCase,
  arrow: string,
  classes: readonly string[],
  style: Style,
): CaseRow {
  const at = mostMoved(scoresBefore, scoresAfter)
  const name = classes[at] === undefined ? '' : ` ${clip(cleanLine(classes[at]), classWidth, style.glyphs.ellipsis)}`
  return {
    id: id === null ? String(row) : cleanLine(String(id)),
    by: cleanLine(by),
    scores: `${scoreText(scoresBefore[at])} ${arrow} ${scoreText(scoresAfter[at])}${name}`,
    changes: changed.map(
      (name) => `${cleanLine(name)} ${cellText(before[name] ?? null)} ${arrow} ${cellText(after[name] ?? null)}`,
    ),
  }
}

/** The changes that fit, and how many did not. */
function fitting(changes: readonly string[], room: number, style: Style): string {
  const more = (count: number) => (count === 0 ? '' : ` and ${count} more`)
  for (let shown = changes.length; shown > 0; shown--) {
    const text = changes.slice(0, shown).join(', ') + more(changes.length - shown)
    if (widthOf(text) <= room) return text
  }
  return clip(`${changes[0] ?? ''}${more(Math.max(0, changes.length - 1))}`, room, style.glyphs.ellipsis)
}

/** Of several classes the one whose score moved most; one that is gone moved most of all. */
function mostMoved(before: StressCase['scoresBefore'], after: StressCase['scoresAfter']): number {
  const sizes = before.map((score, i) =>
    score === null || after[i] == null ? Number.POSITIVE_INFINITY : Math.abs(after[i] - score),
  )
  return Math.max(0, sizes.indexOf(Math.max(...sizes)))
}

function scoreText(score: number | null | undefined): string {
  return score == null ? 'none' : score.toFixed(3)
}

function cellText(cell: StressCell): string {
  if (cell === null) return 'missing'
  return typeof cell === 'number' ? shortNumber(cell) : cleanLine(String(cell))
}
