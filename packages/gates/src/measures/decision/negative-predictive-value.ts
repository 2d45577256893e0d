import { negativePredictiveValue as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const negativePredictiveValue = defineMeasure({
  name: 'negative_predictive_value',
  aliases: ['npv'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'negative predictive value',
    summary: 'The share of rows decided negative that are.',
    formula: 'TN / (TN + FN)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Where a clean bill of health has to be right.',
    edgeCases: 'Undefined where nothing is decided negative.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
