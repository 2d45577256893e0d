import { calibrationSlope as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const calibrationSlope = defineMeasure({
  name: 'calibration_slope',
  needs: ['label', 'score'],
  direction: 'target',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'calibration slope',
    summary:
      'Whether probabilities are as spread as they should be: 1 is right, below 1 too extreme, above 1 too timid.',
    formula: 'slope of a logistic regression of the label on logit p',
    source: 'Cox 1958; Steyerberg et al. 2010',
    interval: 'robust standard error, t',
    whenToUse: 'With between: [0.9, 1.1] and proof: proven. A slope below 1 is the mark of overfitting.',
    edgeCases:
      'Undefined with one class, constant scores, or scores that separate the classes. Scores of 0 and 1 are read as 2⁻⁵² away from them. Covers less than it says below about 20 positives.',
  },
  measure: { binary: () => bind(metric, {}) },
})
