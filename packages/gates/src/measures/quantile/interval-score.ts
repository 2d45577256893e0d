import { intervalScore as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const intervalScore = defineMeasure({
  name: 'interval_score',
  aliases: ['winkler'],
  needs: ['label', 'quantiles'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'interval score',
    summary: 'Width of the outermost interval plus a fine for rows outside.',
    formula: 'width + 2/α · distance outside',
    source: 'Winkler 1972; Gneiting & Raftery 2007',
    interval: 't interval of the mean',
    whenToUse: 'To compare intervals that cover alike.',
    edgeCases: '',
  },
  measure: { quantile: () => bind(metric, {}) },
})
