import type { SliceDefinition } from '../model.ts'
import type { PolicyFile, SliceFields } from '../schema/policy-schema.ts'
import { itemsOf, type MapNode, type Place, type PolicyNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'

const subjects = ['column', 'where', 'cross', 'discover'] as const
const cuts = ['top', 'quantiles', 'edges', 'windows', 'every'] as const

/** The slice definitions, each of one kind, crosses without cycles. */
export function normaliseSlices(file: PolicyFile, list: PolicyNode | undefined, context: Context): SliceDefinition[] {
  const nodes = itemsOf(list)
  const slices = (file.slices ?? []).flatMap(
    (fields, index) => normaliseSlice(fields, nodes[index] as MapNode, context) ?? [],
  )
  reportCycles(slices, nodes, context)
  return slices
}

function normaliseSlice(fields: SliceFields, node: MapNode, context: Context): SliceDefinition | null {
  const place = (field: string) => placeAt(node, [field])
  if (fields.name === 'all' || fields.name === 'none')
    context.report(place('name'), {
      code: 'reserved-name',
      message: `'${fields.name}' cannot name a slice: gates use it for ${fields.name === 'all' ? 'every slice' : 'no slice'}`,
      hint: 'Choose another name.',
    })
  const subject = oneOf(subjects, fields, node, context, `slice '${fields.name}'`)
  if (subject === null) return null
  const written = cuts.filter((cut) => fields[cut] !== undefined)
  if (written.length > (subject === 'column' ? 1 : 0)) {
    const extra = written.at(-1)!
    const message =
      subject === 'column'
        ? `slice '${fields.name}' is cut in two ways, '${written.join("' and '")}'; a slice has one`
        : `'${extra}' cuts a column, and slice '${fields.name}' has none`
    context.report(place(extra), { code: 'misplaced-field', message, hint: 'Remove one, or make two slices.' })
    return null
  }
  const base = { name: fields.name, location: locationOf(node.place) }
  if (subject === 'where') return { ...base, kind: 'where', where: fields.where! }
  if (subject === 'cross') return crossOf(fields, node, base, context)
  if (subject === 'discover') {
    if (context.task === 'ranking')
      context.report(place('discover'), {
        code: 'cannot-discover',
        message: `slice '${fields.name}' is searched by the errors of rows, and a ranking has none: it is right or wrong about a query as a whole`,
        hint: 'Declare the slices that matter by a column, a predicate or a cross.',
      })
    const { columns, depth, min_rows: minRows, top } = fields.discover!
    return { ...base, kind: 'discover', columns, depth, minRows, top }
  }
  return cutOf({ ...base, column: fields.column! }, fields, place('edges'), context)
}

type Base = Pick<SliceDefinition, 'name' | 'location'>

function cutOf(
  base: Base & { readonly column: string },
  { quantiles, edges, windows, every, top }: SliceFields,
  edgesPlace: Place,
  context: Context,
): SliceDefinition {
  if (quantiles !== undefined) return { ...base, kind: 'quantiles', quantiles }
  if (windows !== undefined) return { ...base, kind: 'windows', windows }
  if (every !== undefined) return { ...base, kind: 'every', every }
  if (edges === undefined) return { ...base, kind: 'value', top: top ?? null }
  if (edges.some((value, index) => index > 0 && !(value > edges[index - 1]!)))
    context.report(edgesPlace, {
      code: 'unordered-edges',
      message: `the edges of slice '${base.name}' do not ascend: ${edges.join(', ')}`,
      hint: 'Write each edge once, from the smallest to the largest.',
    })
  return { ...base, kind: 'edges', edges }
}

function crossOf(fields: SliceFields, node: MapNode, base: Base, context: Context): SliceDefinition {
  const cross = fields.cross!
  cross.forEach((name, index) => {
    const place = placeAt(node, ['cross', index])
    if (!context.knowsSlice(name, place)) return
    if (cross.indexOf(name) < index)
      context.report(place, {
        code: 'duplicate-name',
        message: `'${name}' is crossed with itself`,
        hint: 'Name it once.',
      })
  })
  return { ...base, kind: 'cross', cross }
}

function reportCycles(slices: readonly SliceDefinition[], nodes: readonly PolicyNode[], context: Context): void {
  const byName = new Map(slices.map((slice) => [slice.name, slice]))
  const partsOf = (name: string): readonly string[] => {
    const slice = byName.get(name)
    return slice?.kind === 'cross' ? slice.cross : []
  }
  const reached = new Set<string>()
  for (const slice of slices) {
    if (slice.kind !== 'cross') continue
    const node = nodes.find(
      (one) => one.place.line === slice.location.line && one.place.column === slice.location.column,
    )
    const place = node === undefined ? { ...slice.location, path: 'slices' } : placeAt(node, ['cross'])
    const found = slice.cross.find((name) => byName.get(name)?.kind === 'discover')
    if (found !== undefined)
      context.report(place, {
        code: 'cross-of-discovered',
        message: `'${found}' is discovered from the data and cannot be crossed`,
        hint: 'Cross slices that are declared.',
      })
    if (reached.has(slice.name)) continue
    const cycle = cycleFrom(slice.name, partsOf)
    if (cycle === null) continue
    for (const name of cycle) reached.add(name)
    context.report(place, {
      code: 'slice-cycle',
      message: `slice '${slice.name}' is made of itself: ${cycle.join(' → ')}`,
      hint: 'Cross slices that do not need this one.',
    })
  }
}

/** The way from a slice back to itself, or `null`. */
function cycleFrom(start: string, partsOf: (name: string) => readonly string[]): string[] | null {
  const visited = new Set<string>()
  const walk = (name: string, path: readonly string[]): string[] | null => {
    for (const part of partsOf(name)) {
      if (part === start) return [...path, part]
      if (visited.has(part)) continue
      visited.add(part)
      const found = walk(part, [...path, part])
      if (found !== null) return found
    }
    return null
  }
  return walk(start, [start])
}

/** The one field of several that is written; reports where it is none or more. */
function oneOf<Name extends string>(
  names: readonly Name[],
  fields: Readonly<Partial<Record<Name, unknown>>>,
  node: MapNode,
  context: Context,
  owner: string,
): Name | null {
  const written = names.filter((name) => fields[name] !== undefined)
  if (written.length === 1) return written[0]!
  const expected = `exactly one of ${names.join(', ')}`
  if (written.length === 0)
    context.reportMissing(node.place, names[0]!, {
      code: 'missing-field',
      message: `${owner} says nothing about which rows; expected ${expected}`,
      hint: 'Add `column` to cut by a column, or `where` for a predicate.',
      expected,
    })
  else
    context.report(placeAt(node, [written[1]!]), {
      code: 'misplaced-field',
      message: `${owner} has '${written.join("' and '")}'; expected ${expected}`,
      hint: 'Keep one of them, or make two slices.',
      expected,
      found: written.join(', '),
    })
  return null
}
