import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const robustAccuracy = defineInstrumentMeasure({
  name: 'robust_accuracy',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass'],
  needs: ['label', 'threshold'],
  suite: ['label'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'robust accuracy',
    summary: 'The share of rows that are decided rightly as they are and under everything that the suite does to them.',
    formula: 'rows right as they are and never flipped / rows',
    source: 'Carlini et al. 2019, On Evaluating Adversarial Robustness',
    interval: 'Wilson, over rows (or groups); by slice over those of the slice',
    whenToUse:
      'The worst case instead of the average: a row counts only where nothing made it wrong. It falls with every perturbation that a suite adds, so compare equal suites.',
    edgeCases:
      'With several classes the decision is the one of the highest probability, and the model must name its classes. Of an attack it is an upper bound: a longer search may find more. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'See whether rows are wrong as they are or become so under {stress} (sluice stress): the first is a matter of accuracy, the second of training on rows changed like this.',
    },
  },
})
