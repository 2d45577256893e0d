import type { CheckResult, GateVerdict, PolicyVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { exitCode, exitMeaning } from '../exit-code.ts'
import { countText } from '../number-text.ts'
import { worstGates, worstPolicies } from '../ordering.ts'
import { renderProblems } from '../render-problems.ts'
import { type Style, styleOf, type TerminalOptions } from '../style.ts'
import { clip, widthOf, wrap } from '../text-width.ts'
import { variantsTable } from '../variants/variants-table.ts'
import { resultCounts, statusWord, verdictSentence } from '../verdict-words.ts'
import { gateBlock } from './gate-block.ts'
import { gateLines } from './gate-line.ts'
import { waiverLines } from './waiver-lines.ts'

/**
 * The verdict on a terminal: the worst policy first, in it the worst gates in full with their intervals drawn, then a
 * line for each gate that passes, the waivers, and what the exit code means.
 *
 * Pure. Text from policies and tables is stripped of escape sequences and control characters. No line is wider than
 * `width`, except for names and paths that cannot be broken.
 */
export function renderText(result: CheckResult, options: TerminalOptions = {}): string {
  const style = styleOf(options)
  const sections = worstPolicies(result.policies).map((policy) => policySection(policy, style, options))
  return [...sections, closing(result, style)].join('\n\n')
}

function policySection(policy: PolicyVerdict, style: Style, options: TerminalOptions): string {
  const gates = worstGates(policy.gates)
  const parts = [
    [...header(policy, style)].join('\n'),
    ...gates.filter(isShownInFull).map((gate) => gateBlock(gate, style).join('\n')),
    gateLines(
      gates.filter((gate) => !isShownInFull(gate)),
      style,
    ).join('\n'),
    policy.variants === undefined ? '' : variantsTable(policy.variants, style).join('\n'),
    waiverLines(policy.waivers, style).join('\n'),
    policy.problems === undefined ? '' : renderProblems(policy.problems, options),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** Whatever does not simply pass, is covered by a waiver or was left out on purpose. */
function isShownInFull({ status }: GateVerdict): boolean {
  return status === 'error' || status === 'fail' || status === 'inconclusive' || status === 'warn'
}

function header(policy: PolicyVerdict, style: Style): string[] {
  const { glyphs, bold, dim, paint } = style
  const verdict = `${glyphs.status[policy.verdict]} ${statusWord[policy.verdict]}`
  const model = clip(cleanLine(policy.model), style.width - widthOf(verdict) - 9, glyphs.ellipsis)
  const line = style.width - widthOf(model) - widthOf(verdict) - 8
  const rule = ` ${paint[policy.verdict](glyphs.heavy.repeat(line))} `
  const edge = paint[policy.verdict](glyphs.heavy.repeat(2))
  const about = policy.description === null ? [] : wrap(cleanLine(policy.description), style.width).map(dim)
  const facts = [
    ...(policy.file === policy.model ? [] : [cleanLine(policy.file)]),
    ...(policy.owners.length === 0 ? [] : [policy.owners.map(cleanLine).join(', ')]),
    ...policy.datasets.map(({ name, rows }) => `${cleanLine(name)} ${countText(rows)} rows`),
  ]
  return [
    `${edge} ${bold(model)}${rule}${bold(paint[policy.verdict](verdict))} ${edge}`,
    ...wrap(verdictSentence(policy), style.width).map(bold),
    ...about,
    ...joined(facts, ` ${glyphs.dot} `, style.width).map(dim),
  ]
}

/** Joins with a separator, breaking lines only between parts. */
function joined(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + widthOf(separator) + widthOf(part) <= width) {
      lines[lines.length - 1] = last + separator + part
    } else lines.push(part)
  }
  return lines
}

function closing(result: CheckResult, style: Style): string {
  const code = exitCode(result)
  const meaning = `exit ${code}: ${exitMeaning(code)}`
  const ending = style.bold(style.paint[result.verdict](meaning))
  const counts = wrap(resultCounts(result), style.width)
  const last = counts.at(-1)!
  const fits = widthOf(last) + meaning.length + 3 <= style.width
  const lines = fits ? [...counts.slice(0, -1), `${last} ${style.glyphs.dot} ${ending}`] : [...counts, ending]
  return [style.dim(style.glyphs.rule.repeat(style.width)), ...lines].join('\n')
}
