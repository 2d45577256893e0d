import type { FieldPlace, Place } from '../model.ts'
import type { Problem } from '../problem.ts'

export type { Place }

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly place: FieldPlace
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly PolicyNode[]
  readonly place: Place
}

export interface MapNode {
  readonly kind: 'map'
  readonly fields: ReadonlyMap<string, Field>
  readonly place: Place
}

export interface Field {
  readonly key: Place
  readonly value: PolicyNode
}

/** A policy file's content, every value with its place; the places survive inheritance. */
export type PolicyNode = ScalarNode | ListNode | MapNode

/** The content without places. */
export function plainValue(node: PolicyNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(plainValue)
    case 'map':
      return Object.fromEntries([...node.fields].map(([key, field]) => [key, plainValue(field.value)]))
  }
}

export function child(node: PolicyNode | undefined, key: string | number): PolicyNode | undefined {
  if (node?.kind === 'map') return node.fields.get(String(key))?.value
  if (node?.kind === 'list' && typeof key === 'number') return node.items[key]
  return undefined
}

/** The field names of a map; empty for anything else. */
export function keysOfMap(node: PolicyNode | undefined): string[] {
  return node?.kind === 'map' ? [...node.fields.keys()] : []
}

/** The items of a list; empty for anything else. */
export function itemsOf(node: PolicyNode | undefined): readonly PolicyNode[] {
  return node?.kind === 'list' ? node.items : []
}

/** The text under a key, where it is text. */
export function textAt(node: PolicyNode | undefined, key: string): string | null {
  const value = child(node, key)
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : null
}

/** The place of what a path names; of its nearest container where it is missing. */
export function placeAt(node: PolicyNode, path: readonly PropertyKey[]): Place {
  let at: PolicyNode = node
  for (const [depth, key] of path.entries()) {
    const next = child(at, typeof key === 'number' ? key : String(key))
    if (next === undefined) return { ...at.place, path: joinPath(at.place.path, path.slice(depth)) }
    at = next
  }
  return at.place
}

/** The place of a field's name rather than its value. */
export function keyPlace(node: PolicyNode, key: string): Place {
  return (node.kind === 'map' ? node.fields.get(key)?.key : undefined) ?? placeAt(node, [key])
}

/** `gates`, 2, `metric` → `gates[2].metric`. */
export function joinPath(base: string, steps: readonly PropertyKey[]): string {
  let path = base
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else path += path === '' ? String(step) : `.${String(step)}`
  }
  return path
}

export type Fault = Omit<Problem, 'severity' | keyof Place>

/** An error at a place. */
export function problemAt({ file, line, column, path }: Place, fault: Fault): Problem {
  return { severity: 'error', ...fault, file, line, column, path }
}
