import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, type MapNode, placeAt } from '../source/policy-node.ts'
import type { SyntheticRows } from '../stress-suite.ts'
import type { Context } from './context.ts'

/**
 * The rows that a suite makes up; `null` where it draws them from its dataset. Nobody labelled them, and no predicate of a
 * table cuts them into slices: what asks for either is reported.
 */
export function syntheticRows(
  { rows, slices }: NonNullable<PolicyFile['stress']>[string],
  owner: string,
  node: MapNode,
  context: Context,
): SyntheticRows | null {
  if (rows?.synthetic === undefined) return null
  const { ranges, corners } = rows.synthetic
  const place = (path: readonly string[]) => placeAt(child(node, 'rows') as MapNode, path)
  if (rows.sample !== undefined)
    context.report(place(['sample']), {
      code: 'misplaced-field',
      message: `${owner} makes its rows up, and 'sample' draws rows of a dataset`,
      hint: 'Write synthetic: { rows: NUMBER, … }.',
    })
  if (slices !== undefined && slices !== 'none')
    context.report(placeAt(node, ['slices']), {
      code: 'misplaced-field',
      message: `${owner} makes its rows up, and slices cut the rows of a table`,
      hint: 'Remove slices, or declare the ranges of a slice in a suite of its own.',
    })
  for (const [column, [lower, upper, ...more]] of Object.entries(ranges)) {
    const isRange = typeof lower === 'number' && typeof upper === 'number' && more.length === 0
    if (!isRange || lower <= upper) continue
    context.report(place(['synthetic', 'ranges', column]), {
      code: 'invalid-value',
      message: `expected the lower end of '${column}' first, found [${lower}, ${upper}]`,
      expected: 'two ascending numbers, or a list of values',
      found: `[${lower}, ${upper}]`,
    })
  }
  return { ranges, corners }
}
