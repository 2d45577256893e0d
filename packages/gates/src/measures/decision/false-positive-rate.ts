import { falsePositiveRate as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const falsePositiveRate = defineMeasure({
  name: 'false_positive_rate',
  aliases: ['fpr', 'fall_out'],
  needs: ['label', 'score', 'threshold'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'false positive rate',
    summary: 'The share of negatives that are decided positive.',
    formula: 'FP / (FP + TN)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'As an upper bound on harm to those who are no positives.',
    edgeCases: 'Undefined without negatives.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
