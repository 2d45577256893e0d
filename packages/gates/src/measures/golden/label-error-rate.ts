import { binaryLabelErrorRate, labelErrorRate as multiclassLabelErrorRate } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const labelErrorRate = defineMeasure({
  name: 'label_error_rate',
  needs: ['label', 'score', 'probabilities'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'suspected label errors',
    summary: 'The share of rows whose label a model confidently contradicts.',
    formula: 'rows off the diagonal of the confident joint / rows',
    source: 'Northcutt, Jiang & Chuang (2021), Confident learning',
    interval: 'Wilson score interval, the thresholds taken as given',
    whenToUse:
      'To find labels worth a second look; the model must not have been trained on these rows. On hard tasks many suspects are right: compare the rate with that of checked labels.',
    edgeCases: 'A row is a suspect where another class reaches the mean probability of that class’s own rows.',
    remedy: {
      failing:
        'Have the suspected rows labelled again, the most doubtful first (sluice golden judge names them); where most prove right, the task is hard and the bound too tight.',
    },
  },
  measure: {
    binary: () => bind(binaryLabelErrorRate, {}),
    multiclass: () => bind(multiclassLabelErrorRate, {}),
  },
})
