import { multiclassRocAuc } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const ovoRocAuc = defineMeasure({
  name: 'ovo_roc_auc',
  aliases: ['hand_till'],
  needs: ['label', 'probabilities'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'one-vs-one ROC-AUC',
    summary: 'ROC-AUC of each pair of classes, averaged: not moved by class frequencies.',
    formula: 'mean over pairs i, j of (AUC(i | j) + AUC(j | i)) / 2',
    source: 'Hand & Till 2001',
    interval: 'influence function; paired by rows against a baseline',
    whenToUse: 'Where class frequencies differ between tables.',
    edgeCases: 'Pairs of which a class does not occur are left out.',
  },
  measure: { multiclass: () => bind(multiclassRocAuc, { comparison: 'ovo' as const, average: 'macro' as const }) },
})
