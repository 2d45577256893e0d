import { mcc as binaryMcc, multiclassMcc } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const mcc = defineMeasure({
  name: 'mcc',
  aliases: ['matthews', 'matthews_correlation'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [-1, 1],
  options: z.strictObject({}),
  describe: {
    label: 'MCC',
    summary: 'The correlation of decision and label.',
    formula: '(TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)); multiclass: R_K',
    source: 'Matthews 1975; Gorodkin 2004',
    interval: 'delta method on the confusion counts',
    whenToUse: 'As a single number that needs all four cells to be good.',
    edgeCases: 'Undefined where labels or decisions are constant.',
  },
  measure: { binary: (_, { threshold }) => bind(binaryMcc, { threshold }), multiclass: () => bind(multiclassMcc, {}) },
})
