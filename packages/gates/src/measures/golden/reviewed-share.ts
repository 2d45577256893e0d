import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const reviewedShare = defineInstrumentMeasure({
  name: 'reviewed_share',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'reviewed share',
    summary: 'The share of golden rows that an expert has checked.',
    formula: 'reviewed rows / rows',
    source: 'standard',
    interval: 'Wilson score interval',
    whenToUse: 'Where labels come from a crowd or a model.',
    edgeCases: 'A missing value counts as not reviewed.',
    remedy: {
      failing:
        'Let an expert check more rows of {dataset}, the suspected ones first (sluice golden judge names them), and mark them as reviewed.',
    },
  },
})
