import { expect, test } from 'vitest'
import { modelsLead } from '../../src/pages/models/models-lead.ts'

const models = (...verdicts: readonly Parameters<typeof modelsLead>[0][number]['last']['verdict'][]) =>
  verdicts.map((verdict) => ({ last: { verdict } }))

test('models are counted by what their verdict means, the worst first', () => {
  expect(modelsLead(models('pass', 'waived', 'fail', 'inconclusive'), false)).toBe(
    '4 models: 1 not ready, 1 not decided, 2 ready.',
  )
})

test('a count of some models says that there are more', () => {
  expect(modelsLead(models('pass'), true)).toBe('The first 1 model: 1 ready.')
})
