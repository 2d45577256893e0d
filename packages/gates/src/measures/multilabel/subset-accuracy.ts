import { subsetAccuracy as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const subsetAccuracy = defineMeasure({
  name: 'subset_accuracy',
  aliases: ['exact_match_ratio'],
  needs: ['label', 'probabilities', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'subset accuracy',
    summary: 'The share of rows of which every label is decided right.',
    formula: 'mean 1[all labels right]',
    source: 'standard',
    interval: 'Wilson score interval',
    whenToUse: 'Where a row is right only as a whole.',
    edgeCases: '',
  },
  measure: { multilabel: (_, { threshold }) => bind(metric, { threshold }) },
})
