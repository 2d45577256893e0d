import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const goldenCoverage = defineInstrumentMeasure({
  name: 'golden_coverage',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({
    over: z.enum(['least', 'mean']).default('least').describe('of the features: the least covered one, or their mean'),
    min_rows: z.int().min(1).default(1).describe('golden rows that a bin needs to be covered'),
  }),
  describe: {
    label: 'golden-set coverage',
    summary: 'The share of production rows whose value has a counterpart in the golden set, feature by feature.',
    formula: 'Σ over covered bins of the production rows in it / production rows',
    source:
      'histogram intersection of supports; bins: each value up to 20 of them, otherwise 20 quantiles of production',
    interval: 'Wilson score interval over the production rows; none for the mean',
    whenToUse: 'To see that a golden set speaks of all that production brings.',
    edgeCases:
      'Missing values are a bin. Golden rows with a value that production lacks cover nothing and are counted.',
    remedy: {
      failing:
        'Add rows to {dataset} of the values that it lacks: sluice golden judge lists features from the least covered on, and sluice golden draw takes strata by --by.',
    },
  },
})
