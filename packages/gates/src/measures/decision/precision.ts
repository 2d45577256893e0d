import { precision as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const precision = defineMeasure({
  name: 'precision',
  aliases: ['ppv', 'positive_predictive_value'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'precision',
    summary: 'The share of rows decided positive that are.',
    formula: 'TP / (TP + FP)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Where acting on a false alarm is what costs.',
    edgeCases: 'Undefined where nothing is decided positive.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
