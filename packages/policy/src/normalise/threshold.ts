import type { Threshold } from '../model.ts'
import type { PolicyFile } from '../schema/policy-schema.ts'
import { child, keyPlace, type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { locationOf } from './data.ts'

/** The decision threshold: 0.5 unless the policy gives a number or a way to choose one. */
export function normaliseThreshold(threshold: PolicyFile['threshold'], root: MapNode, context: Context): Threshold {
  const node = child(root, 'threshold')
  if (threshold === undefined || node === undefined) return { kind: 'fixed', value: 0.5 }
  const location = locationOf(keyPlace(root, 'threshold'))
  if (typeof threshold === 'number') return { kind: 'fixed', value: threshold, location }
  const { on, maximize, ...reach } = threshold
  const reached = Object.entries(reach).filter(([, value]) => value !== undefined) as [string, number][]
  const written = [...(maximize === undefined ? [] : ['maximize']), ...reached.map(([name]) => name)]
  const expected = '{ maximize: MEASURE, on: DATASET } or { recall: 0.8, on: DATASET }'
  if (written.length === 0)
    context.reportMissing(node.place, 'maximize', {
      code: 'missing-field',
      message: `the threshold does not say what it is chosen for; expected ${expected}`,
      expected,
    })
  if (written.length > 1)
    context.report(placeAt(node, [written[1]!]), {
      code: 'misplaced-field',
      message: `the threshold is chosen by '${written.join("' and '")}'; expected one of them`,
      hint: 'Keep one.',
      expected,
      found: written.join(', '),
    })
  if (on === undefined) {
    context.reportMissing(node.place, 'on', {
      code: 'missing-field',
      message: 'the threshold does not say on which dataset it is chosen',
      hint: 'Add on: DATASET, one that no gate judges.',
      expected: 'a dataset',
    })
    return { kind: 'fixed', value: 0.5, location }
  }
  context.knows('dataset', on, placeAt(node, ['on']))
  if (maximize !== undefined) return { kind: 'maximize', metric: maximize, on, location }
  const [metric, value] = reached[0] ?? ['recall', 1]
  return { kind: 'reach', metric, value, on, location }
}
