import { intervalWidth as metric } from '@sluice/metrics'
import { bind, defineMeasure } from '../../define-measure.ts'
import { centralInterval, withQuantiles } from './central-interval.ts'

export const meanIntervalWidth = defineMeasure({
  name: 'mean_interval_width',
  aliases: ['interval_width', 'sharpness'],
  needs: ['quantiles'],
  direction: 'lower',
  range: [null, null],
  options: centralInterval,
  describe: {
    label: 'mean interval width',
    summary: 'How wide a central interval is, on average, in the unit of the target.',
    formula: 'mean (q_high − q_low)',
    source: 'Gneiting, Balabdaoui & Raftery 2007, sharpness',
    interval: 't interval of the mean',
    whenToUse: 'Beside coverage: an interval that is wide enough always covers, and says nothing.',
    edgeCases: 'Quantiles that cross make a negative width.',
  },
  measure: {
    quantile: ({ level }) => bind(metric, { level }),
    regression: ({ level }) => bind(withQuantiles(metric), { level }),
  },
})
