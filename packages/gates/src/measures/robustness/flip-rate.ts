import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const flipRate = defineInstrumentMeasure({
  name: 'flip_rate',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass'],
  needs: ['threshold'],

  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'flip rate',
    summary: 'The share of changed rows whose decision is another than before.',
    formula: 'flips / trials; a trial is a row that a perturbation changed, or that was attacked',
    source: 'Hendrycks & Dietterich 2019 (there of frames)',
    interval: 'Wilson, by the effective number of trials: those of one row (or group) depend on each other',
    whenToUse: 'Where only the decision counts, not the score. A model that is wrong before and after has not flipped.',
    edgeCases:
      'With several classes the decision is the one of the highest probability. A row that the model no longer scores has flipped. Rows that stayed as they were are no trials. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Open the rows of {stress} that flip (sluice stress): send answers this near the threshold to a person, or add rows changed like this to the training of {model}.',
    },
  },
})
