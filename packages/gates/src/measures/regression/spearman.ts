import { spearman as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const spearman = defineMeasure({
  name: 'spearman',
  needs: ['label', 'prediction'],
  direction: 'higher',
  range: [-1, 1],
  options: z.strictObject({}),
  describe: {
    label: 'Spearman’s rho',
    summary: 'The correlation of ranks of prediction and label.',
    formula: 'Pearson’s correlation of mid-ranks',
    source: 'Spearman 1904',
    interval: 'Fisher’s z with the standard error of Bonett & Wright 2000',
    whenToUse: 'Where the order of predictions matters and not their scale.',
    edgeCases: 'Ties share their mean rank. Undefined where a side is constant.',
  },
  measure: { regression: () => bind(metric, {}) },
})
