import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const failureRate = defineInstrumentMeasure({
  name: 'failure_rate',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass', 'regression'],
  needs: ['threshold'],

  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'failure rate',
    summary: 'The share of changed rows whose answer is not what the stress suite expects.',
    formula: 'failures / trials; a trial is a row that a perturbation changed, or that was attacked',
    source: 'Ribeiro et al. 2020 (CheckList), MFT, INV and DIR tests',
    interval: 'Wilson, by the effective number of trials: those of one row (or group) depend on each other',
    whenToUse:
      'To hold a model to a whole suite: answers stay within a distance, or move in the right direction, whatever small thing happens to the inputs.',
    edgeCases:
      'Without an expectation a flipped decision is a failure. With several classes `invariant_within` holds of the class whose probability moves most. A row that the model no longer scores has failed. Rows that a perturbation left as they were are no trials. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Open the worst cases of {stress} (sluice stress): refuse such inputs before {model} sees them, or add rows changed like this to its training.',
    },
  },
})
