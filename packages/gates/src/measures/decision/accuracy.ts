import { accuracy as binaryAccuracy, multiclassAccuracy } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const accuracy = defineMeasure({
  name: 'accuracy',
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'accuracy',
    summary: 'The share of rows that are decided right.',
    formula: '(TP + TN) / n; multiclass: share of rows whose most probable class is the label',
    source: 'standard',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse:
      'Where both kinds of error cost the same and classes are balanced. With 2 % positives, saying no to everybody is 98 % accurate.',
    edgeCases: 'Multiclass ties at the top count as the fraction of tied classes that are right.',
  },
  measure: {
    binary: (_, { threshold }) => bind(binaryAccuracy, { threshold }),
    multiclass: () => bind(multiclassAccuracy, {}),
  },
})
