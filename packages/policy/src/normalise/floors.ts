import { loosenings } from '../inherit/floors.ts'
import type { InheritedFloor } from '../inherit/merge.ts'
import { gateSchemaOf } from '../schema/policy-schema.ts'
import { child, itemsOf, type MapNode, type PolicyNode, placeAt, plainValue, textAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { normaliseGate, type Parts } from './gates.ts'

/** What a floor may lack in the file that declares it, for the policies under it to say. */
const leftOpen = new Set(['missing-field', 'missing-condition'])

/** Reports every way in which a policy loosens a floor that it inherits, at the policy's own line. */
export function checkFloors(floors: readonly InheritedFloor[], root: MapNode, parts: Parts, context: Context): void {
  for (const floor of floors) {
    checkGate(floor, parts, context)
    checkSlices(floor, root, context)
    checkSuite(floor, root, context)
  }
}

/** What the child did not write follows from what it did: only where it wrote nothing to blame is that reported. */
function checkGate({ name, before, after, override }: InheritedFloor, parts: Parts, context: Context): void {
  const schema = gateSchemaOf(context.catalogue)
  const aside = context.aside()
  const was = normaliseGate(schema.parse(plainValue(before)), before, parts, aside)
  const is = normaliseGate(schema.parse(plainValue(after)), after, parts, context.aside())
  if (is === null) return
  const origin = `${before.place.file}:${before.place.line}`
  if (was === null) {
    const fault = aside.problems.find((problem) => !leftOpen.has(problem.code))
    if (fault === undefined) return
    context.report(override.place, {
      code: 'floor-loosened',
      message: `gate '${name}' is a floor of ${origin}, and as inherited it cannot be judged here: ${fault.message}`,
      hint: 'Give this policy what the floor names, instead of changing the gate.',
    })
    return
  }
  const loosened = loosenings(was, is)
  const written = loosened.filter(({ field }) => override.fields.has(field))
  for (const { field, before: inherited, after: own, allowed } of written.length > 0 ? written : loosened) {
    context.report(placeAt(override, [field]), {
      code: 'floor-loosened',
      message: `gate '${name}' is a floor: ${field} is ${inherited} in ${origin}, and ${own} here loosens it`,
      hint: `A floor can be tightened only. Write ${field}: ${allowed}, or leave it out.`,
      expected: allowed,
      found: own,
    })
  }
}

/** A floor by slices is also loosened by cutting the slices otherwise. */
function checkSlices({ name, before, slicesBefore }: InheritedFloor, root: MapNode, context: Context): void {
  const used = child(before, 'slices')
  const names =
    used?.kind === 'list'
      ? used.items.map(plainValue)
      : textOf(used) === 'all'
        ? slicesBefore.map((slice) => textAt(slice, 'name'))
        : []
  for (const sliceName of withParts(names, slicesBefore)) {
    const inherited = slicesBefore.find((slice) => textAt(slice, 'name') === sliceName)
    const own = itemsOf(child(root, 'slices')).find((slice) => textAt(slice, 'name') === sliceName)
    if (
      inherited === undefined ||
      own === undefined ||
      JSON.stringify(plainValue(inherited)) === JSON.stringify(plainValue(own))
    )
      continue
    context.report(own.place, {
      code: 'floor-loosened',
      message: `slice '${sliceName}' is part of the floor '${name}': it is defined in ${inherited.place.file}:${inherited.place.line}, and otherwise here`,
      hint: 'Give your slice another name.',
    })
  }
}

/** A floor under a stress suite is also loosened by another suite of that name. */
function checkSuite({ name, before, stressBefore }: InheritedFloor, root: MapNode, context: Context): void {
  const suiteName = textAt(before, 'stress')
  const inherited = suiteName === null ? undefined : child(stressBefore, suiteName)
  const own = suiteName === null ? undefined : child(child(root, 'stress'), suiteName)
  if (inherited === undefined || own === undefined) return
  if (JSON.stringify(plainValue(inherited)) === JSON.stringify(plainValue(own))) return
  context.report(own.place, {
    code: 'floor-loosened',
    message: `stress suite '${suiteName}' is part of the floor '${name}': it is defined in ${inherited.place.file}:${inherited.place.line}, and otherwise here`,
    hint: 'Give your suite another name.',
  })
}

function textOf(node: PolicyNode | undefined): string | null {
  return node?.kind === 'scalar' ? String(node.value) : null
}

/** Slices, and those that they cross. */
function withParts(names: readonly unknown[], slices: readonly PolicyNode[]): Set<unknown> {
  const all = new Set(names)
  for (const name of all) {
    const slice = slices.find((one) => textAt(one, 'name') === name)
    for (const part of itemsOf(child(slice, 'cross'))) all.add(plainValue(part))
  }
  return all
}
