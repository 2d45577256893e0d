import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const goldenSliceCoverage = defineInstrumentMeasure({
  name: 'golden_slice_coverage',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({
    min_rows: z.int().min(1).default(30).describe('golden rows that a slice needs'),
  }),
  describe: {
    label: 'golden slice coverage',
    summary: 'The share of the declared slices for which the golden set has enough rows.',
    formula: 'slices with at least min_rows golden rows / slices with production rows',
    source: 'standard',
    interval: 'none: it counts these rows',
    whenToUse: 'Where gates judge slices on the golden set.',
    edgeCases:
      'Quantile slices are cut as production has them. Windows of time, crosses of quantiles and discovered slices are left out.',
    remedy: {
      failing:
        'Add labelled rows of the slices named above to {dataset}, or draw it again with a larger --minimum (sluice golden draw); a slice that production hardly has may be merged.',
    },
  },
})
