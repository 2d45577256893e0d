import { intervalCoverage as metric } from '@sluice/metrics'
import { bind, defineMeasure } from '../../define-measure.ts'
import { centralInterval, withQuantiles } from './central-interval.ts'

export const coverage = defineMeasure({
  name: 'coverage',
  needs: ['label', 'quantiles'],
  direction: 'target',
  range: [0, 1],
  options: centralInterval,
  describe: {
    label: 'coverage',
    summary: 'The share of rows inside a central interval.',
    formula: 'mean 1[q_low ≤ y ≤ q_high]',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'To hold an interval to its promise: for quantiles 0.1 and 0.9, between: [0.78, 0.82].',
    edgeCases: 'Both ends belong to the interval. A regression model that declares no such quantiles is refused.',
  },
  measure: {
    quantile: ({ level }) => bind(metric, { level }),
    regression: ({ level }) => bind(withQuantiles(metric), { level }),
  },
})
