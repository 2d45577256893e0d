import type { PolicyVerdict } from '@sluice/gates'
import { cleanLine } from '../clean-text.ts'
import { countText } from '../number-text.ts'
import type { Style } from '../style.ts'
import { clip, widthOf, wrap } from '../text-width.ts'
import { statusWord, verdictSentence } from '../verdict-words.ts'

/** The model with its verdict, the verdict in a sentence, and what was judged: in brief, as much as goes on a line. */
export function policyHeader(policy: PolicyVerdict, style: Style, detail: 'brief' | 'whole' = 'whole'): string[] {
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
    ...joined(facts, ` ${glyphs.dot} `, style.width)
      .slice(0, detail === 'brief' ? 1 : undefined)
      .map(dim),
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
