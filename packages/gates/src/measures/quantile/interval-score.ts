import { intervalScore as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const intervalScore = defineMeasure({
  name: 'interval_score',
  aliases: ['winkler'],
  needs: ['label', 'quantiles'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({
    level: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.8)
      .describe('of the central interval: 0.8 lies between the quantiles 0.1 and 0.9'),
  }),
  describe: {
    label: 'interval score',
    summary: 'Width of a central interval plus a fine for rows outside.',
    formula: 'width + 2/α · distance outside',
    source: 'Winkler 1972; Gneiting & Raftery 2007',
    interval: 't interval of the mean',
    whenToUse: 'To compare intervals that cover alike.',
    edgeCases: '',
  },
  measure: { quantile: ({ level }) => bind(metric, { level }) },
})
