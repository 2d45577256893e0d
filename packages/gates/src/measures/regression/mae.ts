import { meanAbsoluteError as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const mae = defineMeasure({
  name: 'mae',
  aliases: ['mean_absolute_error'],
  needs: ['label', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'MAE',
    summary: 'The mean absolute error, in units of the label.',
    formula: 'mean |prediction − actual|',
    source: 'standard',
    interval: 't interval of the mean; paired by rows against a baseline',
    whenToUse: 'Where being twice as far off is twice as bad.',
    edgeCases: '',
  },
  measure: { regression: () => bind(metric, {}) },
})
