import type { SliceDefinition } from './model.ts'

/** The names of slice definitions, and of those that they cross, however deep; safe on crosses of themselves. */
export function withCrossed(names: readonly string[], definitions: readonly SliceDefinition[]): Set<string> {
  const all = new Set(names)
  for (const name of all) {
    const slice = definitions.find((definition) => definition.name === name)
    if (slice?.kind === 'cross') for (const part of slice.cross) all.add(part)
  }
  return all
}
