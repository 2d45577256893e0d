import { averagePrecision } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const prAuc = defineMeasure({
  name: 'pr_auc',
  aliases: ['average_precision', 'ap', 'auprc', 'prauc'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'PR-AUC',
    summary: 'Average precision: the precision at each positive found, averaged from the highest score down.',
    formula: 'Σ (R_k − R_{k−1}) · P_k over distinct scores, stepwise: no interpolation, one point for each tie group',
    source: 'Davis & Goadrich 2006; the definition of scikit-learn’s average_precision_score',
    interval: 'influence function on the logit scale; paired by rows against a baseline',
    whenToUse:
      'Where positives are rare and what matters is how clean the top of the list is. A random ranking scores the share of positives, so compare tables of like prevalence only.',
    edgeCases:
      'Undefined without positives. All rows positive: 1. A trapezoid under the same curve is optimistic under ties and is not this measure.',
  },
  measure: { binary: () => bind(averagePrecision, {}) },
})
