import { calibrationIntercept as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const calibrationIntercept = defineMeasure({
  name: 'calibration_intercept',
  needs: ['label', 'score'],
  direction: 'target',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'calibration intercept',
    summary: 'The intercept beside the calibration slope: 0 is right.',
    formula: 'intercept of a logistic regression of the label on logit p',
    source: 'Cox 1958',
    interval: 'robust standard error, t',
    whenToUse:
      'Beside calibration_slope. Alone, calibration_in_the_large is easier to read: there the slope is held at 1.',
    edgeCases: 'As calibration_slope.',
  },
  measure: { binary: () => bind(metric, {}) },
})
