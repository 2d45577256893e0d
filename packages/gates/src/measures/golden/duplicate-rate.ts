import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const duplicateRate = defineInstrumentMeasure({
  name: 'duplicate_rate',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({
    match: z.enum(['near', 'exact']).default('near').describe('what counts as the same row'),
    tolerance: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.01)
      .describe('near: mean difference of the numbers, each over its 5 % to 95 % range; categories agree'),
  }),
  describe: {
    label: 'duplicate rate',
    summary: 'The share of golden rows that repeat an earlier one.',
    formula: 'rows that repeat an earlier one / rows',
    source: 'Gower (1971), without its cap',
    interval: 'Wilson score interval',
    whenToUse: 'Repeated rows make a golden set look larger than it is, and its intervals too narrow.',
    edgeCases: 'Compared are the features, not the label. Values that are missing in both agree. A pair counts once.',
  },
})
