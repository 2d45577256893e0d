import { mape as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const mape = defineMeasure({
  name: 'mape',
  needs: ['label', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'MAPE',
    summary: 'The mean absolute error as a share of the label.',
    formula: 'mean |prediction − actual| / |actual|',
    source: 'standard',
    interval: 't interval of the mean',
    whenToUse: 'Where errors count in proportion and the label is never near 0.',
    edgeCases: 'Undefined where a label is 0.',
  },
  measure: { regression: () => bind(metric, {}) },
})
