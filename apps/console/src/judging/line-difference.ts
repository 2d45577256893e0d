export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
  /** Counted from 1; `null` where the side does not have the line. */
  readonly before: number | null
  readonly after: number | null
}

/**
 * Two texts line by line, by their longest common subsequence; removed lines stand before the added ones that take
 * their place.
 */
export function lineDifference(before: string, after: string): DifferenceLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let tail = 0
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const changed = middleDifference(a.slice(start, a.length - tail), b.slice(start, b.length - tail), start)
  const same = (index: number, shift: number): DifferenceLine => ({
    kind: 'same',
    text: a[index]!,
    before: index + 1,
    after: index + 1 + shift,
  })
  return [
    ...a.slice(0, start).map((_, index) => same(index, 0)),
    ...changed,
    ...Array.from({ length: tail }, (_, index) => same(a.length - tail + index, b.length - a.length)),
  ]
}

/**
 * The changed lines of a file as `git diff` writes them, with three lines around each change. Empty where nothing
 * changed.
 */
export function unifiedDifference(file: string, before: string, after: string, context = 3): string {
  const hunks = hunksOf(lineDifference(before, after), context)
  if (hunks.length === 0) return ''
  return [`--- a/${file}`, `+++ b/${file}`, ...hunks.flatMap(hunkText), ''].join('\n')
}

/** The changed stretches, each with some unchanged lines around it. */
export function hunksOf(lines: readonly DifferenceLine[], context = 3): DifferenceLine[][] {
  const hunks: DifferenceLine[][] = []
  let last = Number.NEGATIVE_INFINITY
  lines.forEach((_, index) => {
    const near = lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same')
    if (!near) return
    if (index === last + 1) hunks[hunks.length - 1]!.push(lines[index]!)
    else hunks.push([lines[index]!])
    last = index
  })
  return hunks
}

const signs = { same: ' ', removed: '-', added: '+' } as const

function hunkText(hunk: readonly DifferenceLine[]): string[] {
  const side = (name: 'before' | 'after') => {
    const numbers = hunk.map((line) => line[name]).filter((number) => number !== null)
    return `${numbers[0] ?? 0},${numbers.length}`
  }
  return [`@@ -${side('before')} +${side('after')} @@`, ...hunk.map(({ kind, text }) => signs[kind] + text)]
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  return lines
}

function middleDifference(a: readonly string[], b: readonly string[], offset: number): DifferenceLine[] {
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1])
    }
  }
  const lines: DifferenceLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j])
      lines.push({ kind: 'same', text: a[i]!, before: offset + ++i, after: offset + ++j })
    else if (i < a.length && (j === b.length || longest[(i + 1) * width + j] >= longest[i * width + j + 1]))
      lines.push({ kind: 'removed', text: a[i]!, before: offset + ++i, after: null })
    else lines.push({ kind: 'added', text: b[j]!, before: null, after: offset + ++j })
  }
  return lines
}
