import { binaryDecisions, classDecisions, positiveFlipRate as rate } from '@sluice/metrics'
import * as z from 'zod'
import { definePairMeasure } from '../../define-measure.ts'

export const positiveFlipRate = definePairMeasure({
  name: 'positive_flip_rate',
  aliases: ['pfr', 'positive_flips'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'positive flips',
    summary: 'The share of rows that the other model decides wrongly and this one rightly.',
    formula: 'rows(other wrong, this right) / rows',
    source: 'Yan et al. 2021, Positive-congruent training (CVPR)',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Beside negative flips: their difference is what accuracy gains.',
    edgeCases: 'As negative_flip_rate.',
  },
  measure: {
    binary:
      (_, { threshold }) =>
      (own, other) =>
        rate(binaryDecisions(own, other, threshold)),
    multiclass: () => (own, other) => rate(classDecisions(own, other)),
  },
})
