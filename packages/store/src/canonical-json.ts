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
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (value instanceof CanonicalText) return value.text
  // Curves are thousands of numbers, with no keys to sort.
  if (Array.isArray(value)) return areNumbers(value) ? JSON.stringify(value) : listed(value)
  return named(value as Record<string, unknown>)
}

// Both add to one text instead of joining lists of texts: evidence has ten thousand small objects.

function listed(items: readonly unknown[]): string {
  let text = ''
  for (const item of items) text += `${text === '' ? '[' : ','}${canonicalJson(item ?? null)}`
  return `${text}]`
}

function named(properties: Record<string, unknown>): string {
  let text = ''
  for (const name of sorted(Object.keys(properties))) {
    const value = properties[name]
    if (value !== undefined) text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${canonicalJson(value)}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** By UTF-16 code units. Most objects come from canonical JSON: theirs are in order. */
function sorted(names: string[]): readonly string[] {
  return names.every((name, at) => at === 0 || names[at - 1]! < name) ? names : names.sort()
}

/** An indexed loop: others make an object of every number that they hand on. */
function areNumbers(items: readonly unknown[]): boolean {
  for (let at = 0; at < items.length; at++) if (typeof items[at] !== 'number') return false
  return true
}
