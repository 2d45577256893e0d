import { recallAtFpr as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const recallAtFpr = defineMeasure({
  name: 'recall_at_fpr',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ fpr: z.number().min(0).max(1).default(0.01).describe('the false positive rate to hold') }),
  describe: {
    label: 'recall at a false positive rate',
    summary: 'The most positives found while flagging no more than a share of the negatives.',
    formula: 'max TPR over thresholds with FPR ≤ q',
    source: 'standard',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where false alarms are rationed.',
    edgeCases: 'No interpolation. Undefined with one class.',
  },
  measure: { binary: ({ fpr }, { seed }) => bind(metric, { fpr, seed }) },
})
