import { ks as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const ks = defineMeasure({
  name: 'ks',
  aliases: ['kolmogorov_smirnov'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'KS',
    summary: 'The greatest distance between the score distributions of positives and negatives.',
    formula: 'max over thresholds of |TPR − FPR|',
    source: 'Kolmogorov 1933, Smirnov 1939; the usual strength measure of credit scorecards',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse:
      'Where scorecard practice or a regulator asks for it. It looks at one threshold only: gate on ROC-AUC beside it.',
    edgeCases: 'Undefined with one class. Biased upwards on small samples, as any maximum is.',
  },
  measure: { binary: (_, { seed }) => bind(metric, { seed }) },
})
