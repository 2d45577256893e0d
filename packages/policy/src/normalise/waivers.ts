import type { Waiver } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { itemsOf, type PolicyNode, placeAt } from '../source/policy-node.ts'
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
