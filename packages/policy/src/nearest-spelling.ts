import { distance } from 'fastest-levenshtein'
import type { MeasureCatalogue } from './catalogue.ts'

/**
 * The candidate that a misspelt word most probably meant, or `null` where none is near.
 *
 * Case, hyphens and blanks do not count. The same words or letters in another order (`auc_roc`, `lable`) and a
 * beginning of three letters or more are near; otherwise one edit is allowed for every three letters, at least one. Of
 * equally near candidates one that only lost letters comes first.
 */
export function nearestSpelling(word: string, candidates: Iterable<string>): string | null {
  const typed = plainSpelling(word)
  let best: { candidate: string; cost: number } | null = null
  for (const candidate of candidates) {
    const cost = editCost(typed, plainSpelling(candidate))
    if (cost <= Math.max(1, Math.floor(typed.length / 3)) && (best === null || cost < best.cost))
      best = { candidate, cost }
  }
  return best?.candidate ?? null
}

/** The measure that a word most probably meant, by its name or an alias; `null` where none is near. */
export function nearestMeasure(word: string, catalogue: MeasureCatalogue): string | null {
  const names = new Map<string, string>()
  for (const entry of catalogue.measures.values()) {
    names.set(entry.name, entry.name)
    for (const alias of entry.aliases ?? []) names.set(alias, entry.name)
  }
  const spelling = nearestSpelling(word, names.keys())
  return spelling === null ? null : (names.get(spelling) ?? null)
}

/** Below 1 where one letter was dropped or things only swapped, so that such a candidate wins a tie. */
function editCost(typed: string, candidate: string): number {
  if (typed === candidate) return 0
  if (sorted(typed, '_') === sorted(candidate, '_')) return 0.25
  if (sorted(typed, '') === sorted(candidate, '')) return 0.75
  const edits = distance(typed, candidate)
  if (typed.length >= 3 && candidate.startsWith(typed)) return Math.min(edits - 0.5, 1)
  return isSubsequence(typed, candidate) ? edits - 0.5 : edits
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length
}

function plainSpelling(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[-\s]+/g, '_')
}

function sorted(word: string, separator: string): string {
  return word.split(separator).sort().join(separator)
}
