import { liftAtK as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'
import { top, topOption } from './top.ts'

export const liftAtK = defineMeasure({
  name: 'lift_at_k',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, null],
  options: z.strictObject({ k: topOption }),
  describe: {
    label: 'lift at k',
    summary: 'How many times as many positives the top k holds as a random k would.',
    formula: 'precision in the k highest scores / share of positives',
    source: 'standard of direct marketing',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where a fixed number of cases is worked from the top.',
    edgeCases: 'Ties at the cut count with their expected value. k above the rows: all rows.',
  },
  measure: { binary: ({ k }, { seed }) => bind(metric, { ...top(k), seed }) },
})
