import { medianAbsoluteError as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const medianAbsoluteError = defineMeasure({
  name: 'median_absolute_error',
  aliases: ['medae'],
  needs: ['label', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'median absolute error',
    summary: 'Half of the errors are smaller than this, in units of the label.',
    formula: 'median |prediction − actual|',
    source: 'standard',
    interval: 'order statistics of the errors',
    whenToUse: 'Where a few large errors must not decide.',
    edgeCases: '',
  },
  measure: { regression: (_, { seed }) => bind(metric, { seed }) },
})
