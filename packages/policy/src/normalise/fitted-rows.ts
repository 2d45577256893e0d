import type { DatasetDefinition, ModelDefinition } from '../model.ts'
import { type MapNode, placeAt } from '../source/policy-node.ts'
import type { Context } from './context.ts'
import { sharedPath } from './same-files.ts'

interface Named {
  readonly datasets: readonly DatasetDefinition[]
  readonly models: readonly ModelDefinition[]
}

/**
 * Reports a model that is judged on the rows that it is fitted on, under whatever name they come: a calibrator looks better
 * there than anywhere else.
 *
 * @param judge what judges it, as a message names it
 */
export function checkFittedRows(
  judge: string,
  name: string | null,
  on: readonly string[],
  node: MapNode,
  { models, datasets }: Named,
  context: Context,
): void {
  const model = models.find((one) => one.name === name)
  const fittedOn = [model?.calibrate?.on ?? [], model?.conformal?.on ?? []].flat()
  const fitting = datasets.filter((dataset) => fittedOn.includes(dataset.name))
  const judged = datasets.filter((dataset) => on.includes(dataset.name))
  const pairs = fitting.flatMap((first) => judged.map((second) => ({ first, second, path: sharedPath(first, second) })))
  const found = pairs.find(({ first, second }) => first === second) ?? pairs.find(({ path }) => path !== null)
  if (found === undefined) return
  const { first, second, path } = found
  const rows = first === second ? 'the rows' : `whose file ${path} is also one of '${first.name}', the rows`
  context.report(placeAt(node, ['on']), {
    code: 'judged-on-fitted-rows',
    message: `${judge} judges '${name}' on '${second.name}', ${rows} that it is fitted on`,
    hint: 'Judge it on other rows, or fit it on others.',
    expected: 'a dataset that nothing is fitted on',
    found: second.name,
  })
}
