/** How the positive class may be written in a table or by a model: as the policy says, else 1 or true. */
export function positiveSpellings(positive: string | number | boolean | null): readonly string[] {
  return positive === null ? ['1', 'true'] : [String(positive)]
}
