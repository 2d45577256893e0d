import { intervalCoverage, setCoverage } from '@sluice/metrics'
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
    summary: 'The share of rows inside a central interval, or whose class is in the prediction set.',
    formula: 'mean 1[q_low ≤ y ≤ q_high]; several classes: mean 1[y ∈ set]',
    source: 'standard; sets and conformal intervals: Vovk, Gammerman & Shafer 2005',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse:
      'To hold an interval or a conformal set to its promise: for quantiles 0.1 and 0.9, between: [0.78, 0.82]. By slice, it shows whom an interval that is right on average fails.',
    edgeCases:
      'Both ends belong to the interval. A regression model that declares no such quantiles is refused, and so is a multiclass model without `conformal`, whose level is then what is promised and not the option.',
  },
  measure: {
    quantile: ({ level }) => bind(intervalCoverage, { level }),
    regression: ({ level }) => bind(withQuantiles(intervalCoverage), { level }),
    multiclass: () => bind(setCoverage, {}),
  },
})
