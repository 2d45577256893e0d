import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const goldenDrift = defineInstrumentMeasure({
  name: 'golden_drift',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'drift from the golden set',
    summary:
      'By how much what the golden set represents has moved from it, in the feature that moved most, beyond noise.',
    formula:
      'max over features of total variation − its mean where nothing has moved; 0 for a feature whose χ² test finds nothing (5 %, Holm)',
    source: 'Pearson (1900) for the test; Kish (1965) for the effective rows of weights',
    interval: 'none: a maximum over features has none here',
    whenToUse:
      'To label anew when production has changed, not only when the calendar says so: represents names the recent rows. refresh: { drift: 0.1 } says from when on golden_age reports labels as due.',
    edgeCases:
      'Bins as in golden_coverage; rare ones are taken together for the test. A set that over-samples needs its weights, or it is far from production by design. Golden rows with values that production lacks are left out.',
    remedy: {
      failing:
        'Draw rows of today of what {dataset} represents (sluice golden draw), label them, and let them take the place of the oldest; sluice golden judge shows which features moved.',
    },
  },
})
