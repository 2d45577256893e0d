import { topKAccuracy as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const topKAccuracy = defineMeasure({
  name: 'top_k_accuracy',
  needs: ['label', 'probabilities'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: z.number().int().min(1).default(3).describe('how many classes are looked at') }),
  describe: {
    label: 'top-k accuracy',
    summary: 'The share of rows whose label is among the k most probable classes.',
    formula: 'mean 1[label in top k]',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Where several suggestions are shown.',
    edgeCases: 'Ties at the cut count with their expected value.',
  },
  measure: { multiclass: ({ k }) => bind(metric, { k }) },
})
