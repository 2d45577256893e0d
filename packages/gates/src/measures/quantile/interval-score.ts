import { intervalScore as metric } from '@sluice/metrics'
import { bind, defineMeasure } from '../../define-measure.ts'
import { centralInterval, withQuantiles } from './central-interval.ts'

export const intervalScore = defineMeasure({
  name: 'interval_score',
  aliases: ['winkler'],
  needs: ['label', 'quantiles'],
  direction: 'lower',
  range: [0, null],
  options: centralInterval,
  describe: {
    label: 'interval score',
    summary: 'Width of a central interval plus a fine for rows outside.',
    formula: 'width + 2/α · distance outside',
    source: 'Winkler 1972; Gneiting & Raftery 2007',
    interval: 't interval of the mean',
    whenToUse: 'To compare intervals that cover alike.',
    edgeCases: '',
  },
  measure: {
    quantile: ({ level }) => bind(metric, { level }),
    regression: ({ level }) => bind(withQuantiles(metric), { level }),
  },
})
