import { fBeta } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const f1 = defineMeasure({
  name: 'f1',
  aliases: ['f_1', 'f1_score', 'f_score'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'F1',
    summary: 'The harmonic mean of precision and recall.',
    formula: '2 TP / (2 TP + FP + FN)',
    source: 'van Rijsbergen 1979',
    interval: 'delta method on the confusion counts on the logit scale',
    whenToUse:
      'Where one number has to weigh both kinds of error on the positives and nobody can price them. Where you can, gate on precision and recall apart.',
    edgeCases: 'Undefined without positives and without positive decisions; 0 where there are either but no hit.',
  },
  measure: { binary: (_, { threshold }) => bind(fBeta, { threshold, beta: 1 }) },
})
