import { calibrationLevel as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const calibrationInTheLarge = defineMeasure({
  name: 'calibration_in_the_large',
  aliases: ['citl'],
  needs: ['label', 'score'],
  direction: 'target',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'calibration in the large',
    summary: 'By how many logits probabilities are too low (above 0) or too high (below 0) on average.',
    formula: 'intercept of a logistic regression of the label with logit p as an offset',
    source: 'Steyerberg et al. 2010',
    interval: 'robust standard error, t',
    whenToUse:
      'Where the base rate may have moved, or the training data were resampled: limits and reserves are sums of probabilities.',
    edgeCases: 'Undefined with one class.',
  },
  measure: { binary: () => bind(metric, {}) },
})
