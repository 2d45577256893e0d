import type { CheckResult } from '@sluice/gates'
import { exitCode, exitMeaning } from '../exit-code.ts'
import { worstPolicies } from '../ordering.ts'
import { renderProblems } from '../render-problems.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { widthOf, wrap } from '../text-width.ts'
import { resultCounts } from '../verdict-words.ts'
import { policyOnScreen, wholePolicy } from './policy-section.ts'

export interface TextOptions extends TerminalOptions {
  /** Every gate, slice, note and table in full, however long; otherwise what fits a screen. */
  readonly full?: boolean
}

/**
 * The verdict on a terminal: the worst policy first, in it the worst gates in full with their intervals drawn, a line
 * for each other gate that does not pass, what passes, the builds, notes, waivers, and what the exit code means.
 *
 * A policy takes about a screen: what passes is folded to its names where there is no room, and `full` shows it all.
 *
 * Pure. Text from policies and tables is stripped of escape sequences and control characters. No line is wider than
 * `width`, except for names and paths that cannot be broken.
 */
export function renderText(result: CheckResult, options: TextOptions = {}): string {
  const style = styleOf(options)
  const policies = worstPolicies(result.policies)
  const sections = policies.map((policy) => (options.full === true ? wholePolicy : policyOnScreen)(policy, style))
  const texts = sections.map(({ parts }, at) => {
    const { problems } = policies[at]!
    return joined([...parts, ...(problems === undefined ? [] : [renderProblems(problems, options).split('\n')])])
  })
  return [
    ...texts,
    closing(
      result,
      sections.some(({ shortened }) => shortened),
      style,
    ),
  ].join('\n\n')
}

/** Paragraphs with a blank line between; empty ones are left out. */
function joined(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0 && lines.join('') !== '')
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function closing(result: CheckResult, shortened: boolean, style: Style): string {
  const code = exitCode(result)
  const meaning = `exit ${code}: ${exitMeaning(code)}`
  const ending = style.bold(style.paint[result.verdict](meaning))
  const counts = wrap(resultCounts(result), style.width)
  const last = counts.at(-1)!
  const fits = widthOf(last) + meaning.length + 3 <= style.width
  const lines = fits ? [...counts.slice(0, -1), `${last} ${style.glyphs.dot} ${ending}`] : [...counts, ending]
  const more = shortened ? wrap('Shortened to fit a screen; --full shows every gate, slice and note.', style.width) : []
  return [style.dim(style.glyphs.rule.repeat(style.width)), ...more.map(style.dim), ...lines].join('\n')
}
