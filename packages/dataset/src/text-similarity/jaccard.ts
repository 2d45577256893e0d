/**
 * Whether two sets have a Jaccard similarity |A ∩ B| / |A ∪ B| of at least `least`. Exact: it counts, and stops as soon as the
 * answer is certain.
 *
 * @param a distinct values in ascending order, not empty; `b` likewise
 * @param least above 0, up to 1
 */
export function areSimilar(a: Float64Array, b: Float64Array, least: number): boolean {
  const needed = leastShared(a.length + b.length, least)
  let shared = 0
  let i = 0
  let j = 0
  while (shared < needed) {
    if (shared + Math.min(a.length - i, b.length - j) < needed) return false
    if (a[i] === b[j]) {
      shared++
      i++
      j++
    } else if (a[i] < b[j]) i++
    else j++
  }
  return true
}

/** The fewest shared values that make two sets of together `total` values similar enough. */
function leastShared(total: number, least: number): number {
  let shared = Math.max(0, Math.floor((least * total) / (1 + least)) - 1)
  while (shared / (total - shared) < least) shared++
  return shared
}
