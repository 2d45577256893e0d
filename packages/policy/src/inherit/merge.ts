import { conditionFields } from '../schema/gate-schema.ts'
import {
  child,
  type Field,
  itemsOf,
  type ListNode,
  type MapNode,
  type PolicyNode,
  plainValue,
  textAt,
} from '../source/policy-node.ts'

/** A gate as a parent left it and as a child made it; the same where the child says nothing of it. */
export interface InheritedFloor {
  readonly name: string
  readonly before: MapNode
  readonly after: MapNode
  /** The child's own words. */
  readonly override: MapNode
  /** The slices known where the floor was declared. */
  readonly slicesBefore: readonly PolicyNode[]
  /** The stress suites known there. */
  readonly stressBefore: PolicyNode | undefined
}

export interface Merged {
  readonly root: MapNode
  readonly floors: readonly InheritedFloor[]
}

/** Maps that mean one thing as a whole: half of a parent's would be a different thing. */
const replacedWhole = new Set([
  'metric',
  'threshold',
  'probabilities',
  'quantiles',
  'call',
  'calibrate',
  'conformal',
  'quality',
])

/**
 * Merges a chain of files, the nearest first: scalars and lists are overridden, maps merged, gates and slices merged by
 * name, stress suites by name and each as a whole, waivers added up.
 */
export function mergeChain(roots: readonly MapNode[]): Merged {
  const floors: InheritedFloor[] = []
  const root = roots.reduceRight<MapNode | null>(
    (parent, own) => (parent === null ? own : mergeRoot(parent, own, floors)),
    null,
  )
  return { root: root ?? roots[0]!, floors }
}

function mergeRoot(parent: MapNode, own: MapNode, floors: InheritedFloor[]): MapNode {
  const slicesBefore = itemsOf(child(parent, 'slices'))
  const stressBefore = child(parent, 'stress')
  const mergeGates = (before: PolicyNode, override: PolicyNode): PolicyNode => {
    if (before.kind !== 'map' || override.kind !== 'map') return override
    const after = mergeGate(before, override)
    if (isFloor(before))
      floors.push({ name: textAt(before, 'name') ?? '', before, after, override, slicesBefore, stressBefore })
    return after
  }
  const overridden = new Set(itemsOf(child(own, 'gates')).map((gate) => textAt(gate, 'name')))
  for (const gate of itemsOf(child(parent, 'gates'))) {
    const name = textAt(gate, 'name')
    // What a floor is about can be loosened without a word about the gate itself.
    if (gate.kind === 'map' && isFloor(gate) && !overridden.has(name))
      floors.push({ name: name ?? '', before: gate, after: gate, override: gate, slicesBefore, stressBefore })
  }
  return mergeFields(parent, own, (key, before, override) => {
    // Half of one suite and half of another would be a third one that nobody wrote.
    if (key === 'stress' && before.kind === 'map' && override.kind === 'map')
      return mergeFields(before, override, (_, __, later) => later)
    if (before.kind !== 'list' || override.kind !== 'list') return mergeValue(key, before, override)
    if (key === 'gates') return mergeByName(before, override, mergeGates)
    if (key === 'slices') return mergeByName(before, override, (_, later) => later)
    if (key === 'waivers') return { ...override, items: [...before.items, ...override.items] }
    return override
  })
}

function isFloor(gate: MapNode): boolean {
  const floor = child(gate, 'floor')
  return floor?.kind === 'scalar' && floor.value === true
}

function mergeValue(key: string, before: PolicyNode, override: PolicyNode): PolicyNode {
  if (before.kind !== 'map' || override.kind !== 'map' || replacedWhole.has(key)) return override
  return mergeFields(before, override, mergeValue)
}

function mergeFields(
  before: MapNode,
  override: MapNode,
  merge: (key: string, before: PolicyNode, override: PolicyNode) => PolicyNode,
): MapNode {
  const fields = new Map<string, Field>(before.fields)
  for (const [key, field] of override.fields) {
    const inherited = before.fields.get(key)
    fields.set(key, inherited === undefined ? field : { ...field, value: merge(key, inherited.value, field.value) })
  }
  return { ...override, fields }
}

/** Inherited entries first, in their order; then the new ones. */
function mergeByName(
  before: ListNode,
  override: ListNode,
  merge: (before: PolicyNode, override: PolicyNode) => PolicyNode,
): ListNode {
  const items = [...before.items]
  const inherited = before.items.length
  for (const item of override.items) {
    const name = textAt(item, 'name')
    const at = items.findIndex((other, index) => index < inherited && textAt(other, 'name') === name)
    if (at === -1) items.push(item)
    else items[at] = merge(before.items[at]!, item)
  }
  return { ...override, items }
}

/** A condition that the child writes takes the place of the parent's, which would otherwise be a second one. */
function mergeGate(before: MapNode, override: MapNode): MapNode {
  const written = conditionFields.filter((field) => override.fields.has(field))
  if (written.length === 0) return mergeFields(before, override, mergeValue)
  const kept = new Map(before.fields)
  for (const field of conditionFields) {
    const completes =
      (field === 'between' && written.includes('max_gap') && namesDatasets(before)) ||
      (field === 'max_gap' && written.includes('between') && namesDatasets(override))
    if (!completes) kept.delete(field)
  }
  return mergeFields({ ...before, fields: kept }, override, mergeValue)
}

function namesDatasets(gate: MapNode): boolean {
  const between = gate.fields.get('between')
  const values = between === undefined ? null : plainValue(between.value)
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
}
