import { precisionAtK as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'
import { top, topOption } from './top.ts'

export const precisionAtK = defineMeasure({
  name: 'precision_at_k',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: topOption }),
  describe: {
    label: 'precision at k',
    summary: 'The share of positives among the k highest scores.',
    formula: 'TP in the top k / k',
    source: 'standard',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where a fixed number of cases is worked from the top.',
    edgeCases: 'Ties at the cut count with their expected value.',
  },
  measure: { binary: ({ k }, { seed }) => bind(metric, { ...top(k), seed }) },
})
