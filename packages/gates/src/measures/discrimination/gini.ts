import { gini as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const gini = defineMeasure({
  name: 'gini',
  aliases: ['accuracy_ratio'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [-1, 1],
  options: z.strictObject({}),
  describe: {
    label: 'Gini',
    summary: 'ROC-AUC rescaled so that a random ranking scores 0.',
    formula: '2 · AUC − 1',
    source: 'Somers’ D of score and label; accuracy ratio of the Basel Committee (2005)',
    interval: 'DeLong, rescaled',
    whenToUse: 'Where credit practice speaks of Gini; otherwise roc_auc says the same.',
    edgeCases: 'As roc_auc.',
  },
  measure: { binary: () => bind(metric, {}) },
})
