import { multiclassRocAuc, multilabelRocAuc } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const macroRocAuc = defineMeasure({
  name: 'macro_roc_auc',
  needs: ['label', 'probabilities'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'macro ROC-AUC',
    summary: 'ROC-AUC of each class against the rest (or of each label), averaged.',
    formula: 'mean over classes of AUC(class vs rest)',
    source: 'Provost & Domingos 2000',
    interval: 'influence function; paired by rows against a baseline',
    whenToUse: 'To compare rankings over all classes alike, rare ones too.',
    edgeCases: 'Classes that do not occur are left out and named.',
  },
  measure: {
    multiclass: () => bind(multiclassRocAuc, { comparison: 'ovr' as const, average: 'macro' as const }),
    multilabel: () => bind(multilabelRocAuc, { average: 'macro' as const }),
  },
})
