import type { Problem } from '@sluice/policy'
import { cleanBlock, cleanLine } from './clean-text.ts'
import { counted } from './number-text.ts'
import { type Style, styleOf, type TerminalOptions } from './style.ts'
import { clip, widthOf, wrap } from './text-width.ts'

export interface ProblemOptions extends TerminalOptions {
  /** The text of each file, by the name that the problems give it; where known, the line is shown with a caret. */
  readonly sources?: Readonly<Record<string, string>>
}

/**
 * Everything that is wrong in policies or data: place, field, what was found, what to do; errors before warnings in
 * each file, and a count at the end. Empty for no problems.
 */
export function renderProblems(problems: readonly Problem[], options: ProblemOptions = {}): string {
  if (problems.length === 0) return ''
  const style = styleOf(options)
  const lines = new Map<string, readonly string[]>()
  for (const [file, source] of Object.entries(options.sources ?? {})) lines.set(file, source.split(/\r\n|\r|\n/))
  const sorted = problems.toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
  const blocks = sorted.map((problem) => block(problem, lines.get(problem.file)?.[problem.line - 1], style).join('\n'))
  return [...blocks, summary(problems, style)].join('\n\n')
}

function block(problem: Problem, source: string | undefined, style: Style): string[] {
  const status = problem.severity === 'error' ? 'fail' : 'warn'
  const word = style.bold(style.paint[status](`${style.glyphs.status[status]} ${problem.severity}`))
  const place = `${cleanLine(problem.file)}:${problem.line}:${problem.column}`
  const path = cleanLine(problem.path)
  const where = path === '' ? '' : `  ${path}`
  const first = `${word}  ${style.bold(place)}${where}`
  const code = style.dim(`[${cleanLine(problem.code)}]`)
  return [
    widthOf(first) + widthOf(code) + 2 <= style.width ? `${first}  ${code}` : first,
    ...wrap(cleanLine(problem.message), style.width - 2).map((line) => `  ${line}`),
    ...(source === undefined || source.trim() === '' ? [] : excerpt(problem, source, style)),
    ...labelled('why', problem.why, style),
    ...labelled('next', problem.hint, style),
  ]
}

/** `why` and `next`, wrapped beside their label; nothing where there is nothing to say. */
function labelled(label: 'why' | 'next', text: string | undefined, style: Style): string[] {
  if (text === undefined) return []
  return wrap(cleanLine(text), style.width - 8).map(
    (line, i) => `  ${i === 0 ? style.dim(label.padEnd(4)) : '    '}  ${line}`,
  )
}

/** The line with a caret under the column; long lines are cut so that the caret stays in sight. */
function excerpt(problem: Problem, source: string, style: Style): string[] {
  const { gutter, ellipsis } = style.glyphs
  const number = String(problem.line)
  const room = style.width - number.length - 6
  const before = shown(source.slice(0, problem.column - 1))
  const after = shown(source.slice(problem.column - 1))
  const indent = before.length - before.trimStart().length
  const kept = before.slice(Math.min(indent, 2))
  const start =
    widthOf(kept) > room - 20 ? ellipsis + kept.slice(Math.max(0, kept.length - Math.floor(room / 2))) : kept
  const text = clip(start + after, room, ellipsis)
  const blank = ' '.repeat(number.length)
  return [
    `  ${style.dim(`${number} ${gutter}`)} ${text}`,
    `  ${style.dim(`${blank} ${gutter}`)} ${' '.repeat(widthOf(start))}${style.bold(style.paint.fail('^'))}`,
  ]
}

function shown(text: string): string {
  return cleanBlock(text).replace(/[\t\n]/g, ' ')
}

function summary(problems: readonly Problem[], style: Style): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const files = new Set(problems.map(({ file }) => file)).size
  const parts = [
    ...(errors === 0 ? [] : [style.paint.fail(counted(errors, 'error'))]),
    ...(warnings === 0 ? [] : [style.paint.warn(counted(warnings, 'warning'))]),
  ]
  return `${parts.join(', ')} in ${counted(files, 'file')}`
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
