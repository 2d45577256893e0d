import { binaryDecisions, classDecisions, negativeFlipRate as rate } from '@sluice/metrics'
import * as z from 'zod'
import { definePairMeasure } from '../../define-measure.ts'

export const negativeFlipRate = definePairMeasure({
  name: 'negative_flip_rate',
  aliases: ['nfr', 'negative_flips', 'regression_rate'],
  needs: ['label', 'score', 'threshold'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'negative flips',
    summary: 'The share of rows that the other model decides rightly and this one wrongly.',
    formula: 'rows(other right, this wrong) / rows',
    source: 'Yan et al. 2021, Positive-congruent training (CVPR)',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse:
      'Where a model takes the place of another, compressed or retrained: two of equal accuracy can still break many answers that were right.',
    edgeCases:
      'A share of all rows, not of those that were right. Both models decide by one threshold, this model’s; several classes by the highest probability, of tied classes the first.',
  },
  measure: {
    binary:
      (_, { threshold }) =>
      (own, other) =>
        rate(binaryDecisions(own, other, threshold)),
    multiclass: () => (own, other) => rate(classDecisions(own, other)),
  },
})
