/**
 * The candidate spelled most like `name`, or `null` where none is near: at most a third of its letters differ.
 * Letter case and `_ - space` are not counted as differences. Ties go to the earlier candidate.
 */
export function nearestSpelling(name: string, candidates: readonly string[]): string | null {
  const wanted = folded(name)
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(Math.max(wanted.length, 3) / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, folded(candidate), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `a, b, c` and, past `limit` names, `… and 7 more`. */
export function listNames(names: readonly string[], limit = 30): string {
  const shown = names.slice(0, limit).join(', ')
  return names.length > limit ? `${shown}, … and ${names.length - limit} more` : shown
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[_\-\s]/g, '')
}

/** Levenshtein distance with adjacent transpositions; anything from `limit` up is returned as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return Math.min(limit, last[b.length]!)
}
