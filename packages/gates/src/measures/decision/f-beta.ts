import { fBeta as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const fBeta = defineMeasure({
  name: 'f_beta',
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({
    beta: z.number().gt(0).default(2).describe('how many times recall weighs as much as precision'),
  }),
  describe: {
    label: 'F-beta',
    summary: 'F1 with recall weighted beta times as much as precision.',
    formula: '(1 + β²) TP / ((1 + β²) TP + β² FN + FP)',
    source: 'van Rijsbergen 1979',
    interval: 'delta method on the confusion counts on the logit scale',
    whenToUse: 'Where missing a positive costs β² times a false alarm, or the reverse.',
    edgeCases: 'As f1.',
  },
  measure: { binary: ({ beta }, { threshold }) => bind(metric, { threshold, beta }) },
})
