import { precisionAtRecall as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const precisionAtRecall = defineMeasure({
  name: 'precision_at_recall',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ recall: z.number().gt(0).max(1).default(0.8).describe('the recall to hold') }),
  describe: {
    label: 'precision at a recall',
    summary: 'The best precision of any threshold that finds at least a share of the positives.',
    formula: 'max precision over thresholds with recall ≥ r',
    source: 'standard',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where finding a share of the positives is a duty.',
    edgeCases: 'No interpolation. Undefined without positives.',
  },
  measure: { binary: ({ recall }, { seed }) => bind(metric, { recall, seed }) },
})
