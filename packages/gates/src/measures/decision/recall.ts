import { recall as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const recall = defineMeasure({
  name: 'recall',
  aliases: ['sensitivity', 'tpr', 'true_positive_rate', 'hit_ratio'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'recall',
    summary: 'The share of positives that are found.',
    formula: 'TP / (TP + FN)',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse:
      'Where missing a positive is what costs. Gate on precision or selection_rate beside it: deciding everything positive has recall 1.',
    edgeCases: 'Undefined without positives.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
