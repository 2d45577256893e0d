import { rootMeanSquaredError as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const rmse = defineMeasure({
  name: 'rmse',
  aliases: ['root_mean_squared_error'],
  needs: ['label', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'RMSE',
    summary: 'The root of the mean squared error, in units of the label.',
    formula: '√ mean (prediction − actual)²',
    source: 'standard',
    interval: 'delta method; paired by rows against a baseline',
    whenToUse: 'Where large errors are worse than in proportion.',
    edgeCases: 'A few rows can carry it: look at mae beside it.',
  },
  measure: { regression: () => bind(metric, {}) },
})
