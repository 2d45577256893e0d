import { specificity as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const specificity = defineMeasure({
  name: 'specificity',
  aliases: ['tnr', 'true_negative_rate'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'specificity',
    summary: 'The share of negatives that are left alone.',
    formula: 'TN / (TN + FP)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Where false alarms over all negatives are what costs.',
    edgeCases: 'Undefined without negatives.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
