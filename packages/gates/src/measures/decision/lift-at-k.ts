import { liftAtK as metric } from '@sluice/metrics'
import { z } from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const liftAtK = defineMeasure({
  name: 'lift_at_k',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, null],
  options: z.strictObject({ k: z.number().gt(0).default(0.1).describe('rows (1 and more), or a fraction of all rows (below 1)') }),
  describe: {
    label: 'lift at k',
    summary: 'How many times as many positives the top k holds as a random k would.',
    formula: 'precision in the k highest scores / share of positives',
    source: 'standard of direct marketing',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where a fixed number of cases is worked from the top.',
    edgeCases: 'Ties at the cut count with their expected value. k above the rows: all rows.',
  },
  measure: { binary: ({ k }) => bind(metric, { k }) },
})
