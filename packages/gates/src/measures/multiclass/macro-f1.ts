import { multiclassFBeta, multilabelFBeta } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const macroF1 = defineMeasure({
  name: 'macro_f1',
  needs: ['label', 'probabilities'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'macro F1',
    summary: 'F1 of each class (or label), averaged over classes.',
    formula: 'mean over classes of 2 TP / (2 TP + FP + FN)',
    source: 'van Rijsbergen 1979; Sokolova & Lapalme 2009',
    interval: 'influence function; paired by rows against a baseline',
    whenToUse: 'Where rare classes matter as much as common ones.',
    edgeCases: 'Classes that occur neither as label nor as decision are left out of the mean.',
  },
  measure: {
    multiclass: () => bind(multiclassFBeta, { average: 'macro' as const, beta: 1 }),
    multilabel: (_, { threshold }) => bind(multilabelFBeta, { average: 'macro' as const, beta: 1, threshold }),
  },
})
