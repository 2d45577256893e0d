import type { Status } from '@sluice/gates'
import pc from 'picocolors'

/** What the terminal at the other end can show. */
export interface TerminalOptions {
  /** Columns; 80 where nothing is said, never less than 40. */
  readonly width?: number
  /** ANSI colours; nothing is told by colour alone. */
  readonly color?: boolean
  /** Lines, dots and marks beyond ASCII. */
  readonly unicode?: boolean
}

export interface Glyphs {
  readonly status: Readonly<Record<Status, string>>
  readonly bar: {
    readonly left: string
    readonly right: string
    readonly line: string
    readonly point: string
    readonly bound: string
    readonly crossed: string
    readonly beyondLeft: string
    readonly beyondRight: string
  }
  readonly heavy: string
  readonly rule: string
  readonly gutter: string
  readonly dot: string
  readonly ellipsis: string
  readonly none: string
  readonly atLeast: string
  readonly atMost: string
  readonly delta: string
}

export interface Style {
  readonly width: number
  readonly glyphs: Glyphs
  readonly bold: Paint
  readonly dim: Paint
  /** The colour of a status. */
  readonly paint: Readonly<Record<Status, Paint>>
  readonly bound: Paint
}

export type Paint = (text: string) => string

const drawn: Glyphs = {
  status: { pass: '✓', fail: '✗', warn: '▲', inconclusive: '?', waived: '~', skipped: '-', error: '!' },
  bar: {
    left: '├',
    right: '┤',
    line: '─',
    point: '●',
    bound: '┊',
    crossed: '┼',
    beyondLeft: '◂',
    beyondRight: '▸',
  },
  heavy: '━',
  rule: '─',
  gutter: '│',
  dot: '·',
  ellipsis: '…',
  none: '–',
  atLeast: '≥',
  atMost: '≤',
  delta: 'Δ',
}

const typed: Glyphs = {
  status: { pass: '+', fail: 'x', warn: '!', inconclusive: '?', waived: '~', skipped: '-', error: 'E' },
  bar: {
    left: '|',
    right: '|',
    line: '-',
    point: 'o',
    bound: ':',
    crossed: '+',
    beyondLeft: '<',
    beyondRight: '>',
  },
  heavy: '=',
  rule: '-',
  gutter: '|',
  dot: '-',
  ellipsis: '...',
  none: '-',
  atLeast: '>=',
  atMost: '<=',
  delta: 'delta',
}

/** Marks and colours for a terminal. */
export function styleOf({ width = 80, color = false, unicode = true }: TerminalOptions = {}): Style {
  const c = pc.createColors(color)
  return {
    width: Math.max(40, Math.floor(width)),
    glyphs: unicode ? drawn : typed,
    bold: c.bold,
    dim: c.dim,
    paint: {
      pass: c.green,
      fail: c.red,
      warn: c.yellow,
      inconclusive: c.yellow,
      waived: c.cyan,
      skipped: c.dim,
      error: c.red,
    },
    bound: c.magenta,
  }
}
