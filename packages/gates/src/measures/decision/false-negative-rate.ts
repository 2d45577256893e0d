import { falseNegativeRate as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const falseNegativeRate = defineMeasure({
  name: 'false_negative_rate',
  aliases: ['fnr', 'miss_rate'],
  needs: ['label', 'score', 'threshold'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'false negative rate',
    summary: 'The share of positives that are missed.',
    formula: 'FN / (FN + TP)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'As an upper bound on what is missed.',
    edgeCases: 'Undefined without positives.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
