/** A value whose canonical JSON is known already: curves are long, and are hashed and kept. */
export class CanonicalText {
  readonly text: string

  constructor(value: unknown) {
    this.text = canonicalJson(value)
  }
}

/**
 * JSON with sorted keys and no spaces, so that equal values have equal texts: RFC 8785 for what JSON can hold.
 * Properties that are `undefined` are left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  // Curves are thousands of numbers, with no keys to sort.
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (value instanceof CanonicalText) return value.text
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`
}
