import { partialAuc as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const partialAuc = defineMeasure({
  name: 'partial_auc',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({
    max_fpr: z.number().gt(0).max(1).default(0.1).describe('the greatest false positive rate that is looked at'),
  }),
  describe: {
    label: 'partial ROC-AUC',
    summary: 'ROC-AUC over the low false positive rates only, rescaled so that chance is 0.5 and perfect is 1.',
    formula: '½ (1 + (A − m) / (M − m)), A the area up to max_fpr, m = max_fpr² / 2, M = max_fpr',
    source: 'McClish 1989',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where only the top of the list is acted on: fraud queues, screening.',
    edgeCases: 'Undefined with one class. Linear interpolation between points at max_fpr.',
  },
  measure: { binary: ({ max_fpr }, { seed }) => bind(metric, { maxFpr: max_fpr, seed }) },
})
