import type { FieldPlace, Place } from '../model.ts'
import { child, joinPath, type MapNode, type PolicyNode } from '../source/policy-node.ts'

/** The sections whose fields only the data can prove wrong. */
const sections = ['columns', 'datasets', 'models', 'slices'] as const

/**
 * Where fields stand, by their path in the merged policy.
 *
 * @param columnSlices where the columns are named that are sliced by without a definition: they follow the declared slices
 */
export function fieldPlaces(
  root: MapNode,
  columnSlices: readonly Place[],
  declaredSlices: number,
): ReadonlyMap<string, FieldPlace> {
  const places = new Map<string, FieldPlace>()
  const walk = (node: PolicyNode, path: string): void => {
    places.set(path, node.place)
    if (node.kind === 'list') for (const [index, item] of node.items.entries()) walk(item, joinPath(path, [index]))
    if (node.kind === 'map') for (const [key, field] of node.fields) walk(field.value, joinPath(path, [key]))
  }
  for (const section of sections) {
    const node = child(root, section)
    if (node !== undefined) walk(node, section)
  }
  for (const [index, place] of columnSlices.entries()) places.set(`slices[${declaredSlices + index}].column`, place)
  return places
}
