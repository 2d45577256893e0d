import { rocAuc as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const rocAuc = defineMeasure({
  name: 'roc_auc',
  aliases: ['auc', 'auroc', 'roc'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'ROC-AUC',
    summary: 'How often a random positive scores above a random negative; ties count half.',
    formula: 'P(s⁺ > s⁻) + ½ P(s⁺ = s⁻), the Mann–Whitney U over positives × negatives',
    source: 'Hanley & McNeil 1982; DeLong, DeLong & Clarke-Pearson 1988',
    interval: 'DeLong on the logit scale (Sun & Xu 2014); paired DeLong against a baseline',
    whenToUse:
      'To compare rankings where classes are roughly balanced. Under about 10 % positives it is dominated by easy negatives: gate on pr_auc beside it.',
    edgeCases:
      'Undefined with one class. Infinite scores are ordinary, NaN is refused. A value of exactly 0 or 1 has a one-sided limit from the number of disjoint pairs. No interval with fewer than two rows of either class.',
  },
  measure: { binary: () => bind(metric, {}) },
})
