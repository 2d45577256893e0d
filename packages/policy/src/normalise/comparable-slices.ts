import { withCrossed } from '../crossed-slices.ts'
import type { Condition, SliceDefinition } from '../model.ts'
import { child, itemsOf, type MapNode, type Place, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'

/**
 * Reports slices that a gate cannot compare. `max_gap` compares a slice with itself on another dataset, so both must
 * cut alike; `max_disparity` and `min_ratio` compare the slices of a definition as independent samples, so no row may
 * be in two of them.
 */
export function checkComparableSlices(
  gate: string,
  { kind }: Condition,
  slices: readonly string[],
  definitions: readonly SliceDefinition[],
  node: MapNode,
  context: Context,
): void {
  const check =
    kind === 'max_gap' ? learnedFromData : kind === 'max_disparity' || kind === 'min_ratio' ? sharingRows : null
  if (check === null) return
  for (const name of slices) {
    const parts = withCrossed([name], definitions)
    const part = definitions.find((slice) => parts.has(slice.name) && check(slice))
    if (part === undefined) continue
    const place = placeOf(name, node)
    if (check === learnedFromData) reportLearned(gate, name, part, place, context)
    else reportOverlap(gate, kind, name, part, place, context)
  }
}

/** Cut at values that come from the rows of a dataset, and so lie elsewhere on another. */
function learnedFromData({ kind }: SliceDefinition): boolean {
  return kind === 'quantiles' || kind === 'discover'
}

/** The last seven days are part of the last thirty, and discovered slices combine columns freely. */
function sharingRows(slice: SliceDefinition): boolean {
  return slice.kind === 'discover' || (slice.kind === 'windows' && Object.keys(slice.windows).length > 1)
}

function reportLearned(gate: string, name: string, part: SliceDefinition, place: Place, context: Context): void {
  const isQuantiles = part.kind === 'quantiles'
  context.report(place, {
    code: 'slices-differ-between-datasets',
    message: `gate '${gate}' compares two datasets slice by slice, and ${described(name, part)} is ${isQuantiles ? 'cut at the quantiles of' : 'discovered in'} each dataset by itself, so its slices never meet`,
    hint: isQuantiles
      ? 'Cut it at fixed values, the same on both: edges: [LOW, …, HIGH].'
      : 'Declare the slices that matter: by value, with edges: [LOW, …, HIGH], or as a cross.',
    expected: 'slices that are the same on both datasets',
    found: part.kind,
  })
}

function reportOverlap(
  gate: string,
  condition: string,
  name: string,
  part: SliceDefinition,
  place: Place,
  context: Context,
): void {
  context.report(place, {
    code: 'overlapping-slices',
    message: `gate '${gate}' compares slices with ${condition} as if they were separate rows, and those of ${described(name, part)} overlap`,
    hint:
      part.kind === 'windows'
        ? 'Cut time into periods that do not overlap: every: month, or edges.'
        : 'Declare slices that do not overlap: by value, with quantiles or edges, or as a cross.',
    expected: 'slices that share no rows',
    found: part.kind,
  })
}

function described(name: string, part: SliceDefinition): string {
  return part.name === name ? `slice '${name}'` : `slice '${part.name}', a part of '${name}',`
}

function placeOf(name: string, node: MapNode): Place {
  const index = itemsOf(child(node, 'slices')).findIndex((item) => item.kind === 'scalar' && item.value === name)
  return placeAt(node, index === -1 ? ['slices'] : ['slices', index])
}
