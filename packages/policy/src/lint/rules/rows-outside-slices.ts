import { withCrossed } from '../../crossed-slices.ts'
import type { Problem } from '../../problem.ts'
import { type LintInput, percent, warning } from '../finding.ts'

/** Rows beyond the first or last edge, which no slice of a definition that a gate uses holds. */
export function rowsOutsideSlices({ policy, profile }: LintInput): Problem[] {
  return policy.slices.flatMap((slice) => {
    if (slice.kind !== 'edges') return []
    const judging = policy.gates.filter((gate) => withCrossed(gate.slices, policy.slices).has(slice.name))
    const datasets = [...new Set(judging.flatMap((gate) => gate.on))]
    return datasets.flatMap((name) => {
      const dataset = profile?.datasets[name]
      const outside = dataset?.outside?.[slice.name] ?? 0
      if (dataset === undefined || outside === 0) return []
      const [first, last] = [slice.edges[0]!, slice.edges.at(-1)!]
      return warning(slice.location, `slices.${slice.name}`, {
        code: 'rows-outside-slices',
        message: `${outside} of the ${dataset.rows} rows of '${name}' (${percent(outside / dataset.rows)}) are in no slice of '${slice.name}': they lie outside its edges, ${first} to ${last}`,
        why: 'No gate on these slices looks at them, however badly the model does there.',
        hint: 'Begin the edges with -.inf and end them with .inf, or move the outer ones until every row has its slice.',
      })
    })
  })
}
