import { balancedAccuracy as binaryBalancedAccuracy, multiclassBalancedAccuracy } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const balancedAccuracy = defineMeasure({
  name: 'balanced_accuracy',
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'balanced accuracy',
    summary: 'The mean of the recalls of the classes.',
    formula: '(TPR + TNR) / 2; multiclass: mean recall over classes that occur',
    source: 'Brodersen et al. 2010',
    interval: 'delta method on the confusion counts',
    whenToUse: 'Where accuracy is wanted but classes are unbalanced.',
    edgeCases: 'Classes that do not occur are left out of the mean.',
  },
  measure: {
    binary: (_, { threshold }) => bind(binaryBalancedAccuracy, { threshold }),
    multiclass: () => bind(multiclassBalancedAccuracy, {}),
  },
})
