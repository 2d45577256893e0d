import { recallAtPrecision as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const recallAtPrecision = defineMeasure({
  name: 'recall_at_precision',
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ precision: z.number().gt(0).max(1).default(0.9).describe('the precision to hold') }),
  describe: {
    label: 'recall at a precision',
    summary: 'The most positives that any threshold finds at no less than a precision.',
    formula: 'max recall over thresholds with precision ≥ p',
    source: 'standard',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where the precision is a promise and recall is what it buys.',
    edgeCases: 'No interpolation. Undefined where no threshold attains the precision.',
  },
  measure: { binary: ({ precision }, { seed }) => bind(metric, { precision, seed }) },
})
