import type { DatasetDefinition } from '../model.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

/**
 * The dataset of a gate or section: the one it names, else the one with the role (`test` unless said otherwise), else the only one.
 *
 * @param owner who asks, for messages: `gate 'ranks'`
 * @returns `null` where it is unknown or not to be told, which is reported
 */
export function chosenDataset(
  on: string | undefined,
  owner: string,
  node: MapNode,
  datasets: readonly DatasetDefinition[],
  context: Context,
  role: 'golden' | 'test' = 'test',
): string | null {
  if (on !== undefined) return context.knows('dataset', on, placeAt(node, ['on'])) ? on : null
  const tests = datasets.filter((dataset) => dataset.role === role)
  const [only, another] = tests.length > 0 ? tests : datasets
  if (only !== undefined && another === undefined) return only.name
  if (only !== undefined && !context.isIncomplete('datasets'))
    context.reportMissing(node.place, 'on', {
      code: 'missing-field',
      message: `${owner} names no dataset, and ${tests.length === 0 ? 'none' : 'more than one'} has role: ${role}`,
      hint: `Add on: ${only.name}, or give one dataset role: ${role}.`,
      expected: `one of ${context.names.dataset.join(', ')}`,
    })
  return null
}

/** The slices of a gate or section, each once: none, all that the policy declares, or those named, which are checked. */
export function chosenSlices(
  slices: 'all' | 'none' | readonly string[] | undefined,
  owner: string,
  node: MapNode,
  context: Context,
): readonly string[] {
  if (slices === undefined || slices === 'none') return []
  if (slices !== 'all') {
    for (const [index, name] of slices.entries()) context.knowsSlice(name, placeAt(node, ['slices', index]))
    return [...new Set(slices)]
  }
  if (context.names.slice.length === 0)
    context.report(placeAt(node, ['slices']), {
      code: 'no-slices',
      message: `${owner} judges all slices, and the policy declares none`,
      hint: 'Add slices: [{ name: NAME, column: COLUMN }].',
    })
  return context.names.slice
}
