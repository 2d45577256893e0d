import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { suiteLines } from '../../src/pages/stress/suite-lines.ts'
import { variantsLines } from '../../src/pages/variants/variants-lines.ts'
import { policyOf } from '../judging/credit-default.ts'

const plain = {
  version: 1,
  model: 'credit',
  task: 'binary',
  datasets: { test: { path: 'test.parquet' } },
  columns: { label: 'default', positive: 1 },
  models: { candidate: { score: 'score' } },
  slices: [{ name: 'sex', column: 'sex' }],
  gates: [{ name: 'ranks', metric: 'roc_auc', min: 0.7 }],
}

/** A small policy with these lines in it. JSON is YAML. */
function policyWith(lines: string) {
  const added = parse(lines)
  const text = JSON.stringify({
    ...plain,
    ...added,
    models: { ...plain.models, ...added.models },
    gates: [...plain.gates, ...(added.gates ?? [])],
  })
  return policyOf([{ file: 'policy.yaml', text }])
}

test('what an empty page of stress offers is a policy with a suite', () => {
  const { stress, gates } = policyWith(suiteLines)
  expect(stress?.map(({ name, slices }) => [name, slices])).toEqual([['tabular-noise', ['sex']]])
  expect(gates.map(({ metric }) => metric.name)).toEqual(['roc_auc', 'failure_rate'])
})

test('what an empty page of variants offers is a policy with builds', () =>
  expect(policyWith(variantsLines).variants).toMatchObject({ reference: 'fp32', builds: ['int8'] }))
