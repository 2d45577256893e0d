import { brier as binaryBrier, multiclassBrier } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const brier = defineMeasure({
  name: 'brier',
  aliases: ['brier_score'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 2],
  options: z.strictObject({}),
  describe: {
    label: 'Brier score',
    summary: 'The mean squared distance of the predicted probability from the label.',
    formula: 'mean (p − y)²; multiclass: summed over classes',
    source: 'Brier 1950; a strictly proper score',
    interval: 't interval of the mean; paired by rows against a baseline',
    whenToUse: 'Wherever a probability is used as one and single certain mistakes must not dominate.',
    edgeCases: 'Scores outside [0, 1] are refused.',
  },
  measure: { binary: () => bind(binaryBrier, {}), multiclass: () => bind(multiclassBrier, {}) },
})
