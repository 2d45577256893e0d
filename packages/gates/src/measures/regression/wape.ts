import { wape as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const wape = defineMeasure({
  name: 'wape',
  needs: ['label', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'WAPE',
    summary: 'The sum of absolute errors as a share of the sum of absolute labels.',
    formula: 'Σ |prediction − actual| / Σ |actual|',
    source: 'standard of demand forecasting',
    interval: 'delta method; paired by rows against a baseline',
    whenToUse: 'Where errors count in proportion and single labels may be 0.',
    edgeCases: 'Undefined where all labels are 0.',
  },
  measure: { regression: () => bind(metric, {}) },
})
