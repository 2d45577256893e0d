import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const goldenAge = defineInstrumentMeasure({
  name: 'golden_age',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'lower',
  range: [0, null],
  unit: 'days',
  options: z.strictObject({
    of: z.enum(['oldest', 'median', 'newest']).default('oldest').describe('which of the labels'),
  }),
  describe: {
    label: 'golden-set age',
    summary: 'How many days ago the labels were given.',
    formula: 'day of the run − day of the label',
    source: 'standard',
    interval: 'none: it is known',
    whenToUse: 'To hold a golden set to its update rule: max: P90D.',
    edgeCases:
      'The day is the one that waivers are held against. No value where a row has no day: it may be the oldest. Whether labels are due, by refresh and by its drift, is said beside the age and does not change it.',
    remedy: {
      failing:
        'Label {dataset} anew, its oldest rows first, or replace them with new rows of what it represents; then set labelled_at.',
      unknown: 'Give every row of {dataset} the day of its label (labelled_at), not after the day of the run.',
    },
  },
})
