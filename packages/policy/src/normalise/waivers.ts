import type { Waiver } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, itemsOf, type MapNode, type PolicyNode, placeAt, textAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'

/** The waivers, each of a gate that exists. Whether one has run out is a matter of the day, so judging says it. */
export function normaliseWaivers(
  waivers: PolicyFile['waivers'],
  list: PolicyNode | undefined,
  context: Context,
): Waiver[] {
  const nodes = itemsOf(list)
  return (waivers ?? []).map((waiver, index): Waiver => {
    const node = nodes[index]!
    context.knows('gate', waiver.gate, placeAt(node, ['gate']))
    return {
      gate: waiver.gate,
      slice: waiver.slice ?? null,
      until: waiver.until,
      reason: waiver.reason,
      approvedBy: waiver.approved_by,
      location: locationOf(node.place),
    }
  })
}

/**
 * Reports waivers of floors by files under the one that declares them: only that file, or one that it extends, may
 * accept its failure.
 *
 * @param roots a chain of files, nearest first
 */
export function checkFloorWaivers(roots: readonly MapNode[], context: Context): void {
  for (const [index, root] of roots.entries()) {
    for (const waiver of itemsOf(child(root, 'waivers'))) {
      const name = textAt(waiver, 'gate')
      if (name === null) continue
      const floor = roots.slice(index + 1).findLast((ancestor) => floorOf(ancestor, name) !== undefined)
      if (floor === undefined) continue
      const { file, line } = floorOf(floor, name)!.place
      context.report(placeAt(waiver, ['gate']), {
        code: 'floor-waived',
        message: `gate '${name}' is a floor of ${file}:${line}, and a policy that inherits a floor cannot waive it`,
        hint: `Remove the waiver, or have the owners of ${file} add it there.`,
        expected: 'a gate that is no inherited floor',
        found: name,
      })
    }
  }
}

function floorOf(root: MapNode, name: string): PolicyNode | undefined {
  return itemsOf(child(root, 'gates')).find((gate) => {
    const floor = child(gate, 'floor')
    return textAt(gate, 'name') === name && floor?.kind === 'scalar' && floor.value === true
  })
}
