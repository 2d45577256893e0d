import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const effectiveSampleSize = defineInstrumentMeasure({
  name: 'effective_sample_size',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'higher',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'effective sample size',
    summary: 'As many equally weighted rows would be worth as much.',
    formula: '(Σw)² / Σw²',
    source: 'Kish (1965)',
    interval: 'none: it counts these rows',
    whenToUse: 'For a golden set that was drawn with unequal probabilities.',
    edgeCases: 'Without weights it is the number of rows.',
    remedy: {
      failing:
        'Add rows to {dataset}, or draw it with less unequal weights: a lower --minimum, or allocation proportional (sluice golden draw).',
    },
  },
})
