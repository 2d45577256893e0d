import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const smallestFlip = defineInstrumentMeasure({
  name: 'smallest_flip',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass'],
  needs: ['threshold'],
  bySlice: false,
  suite: ['attack'],
  direction: 'higher',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'smallest flip',
    summary: 'The median over attacked rows of the smallest change that was found to flip the decision.',
    formula: 'median of the Euclidean distance, each column in units of its range (or interquartile range)',
    source: 'Chen et al. 2020 (HopSkipJump)',
    interval: 'order statistics',
    whenToUse:
      'How far decisions are from their border. With monotone and immutable columns it is the price of a false application.',
    edgeCases:
      'Rows that did not flip count as further than all that did. Where fewer than half flipped, the median is known to be at least as far as the search could go (`max_change`; without it the farthest change within the bounds): a gate passes where that reaches its bound, and is inconclusive where it does not. Like any value found, that is an upper bound of robustness: a longer search may find less. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Open the rows of {stress} that flip by the least (sluice stress): send answers this near the border to a person, or smooth {model} by training on noisy rows.',
      unknown: 'Give the attack of {stress} more queries, so that it finds how near a flip is.',
    },
  },
})
