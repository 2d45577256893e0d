import { bias as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const bias = defineMeasure({
  name: 'bias',
  aliases: ['mean_error'],
  needs: ['label', 'prediction'],
  direction: 'target',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'bias',
    summary: 'The mean of prediction minus actual, in units of the label.',
    formula: 'mean (prediction − actual)',
    source: 'standard',
    interval: 't interval of the mean',
    whenToUse: 'With between: [−x, x], to hold a model to predicting neither too much nor too little.',
    edgeCases: '',
  },
  measure: { regression: () => bind(metric, {}) },
})
