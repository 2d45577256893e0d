import { spiegelhalterZ as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const spiegelhalterZ = defineMeasure({
  name: 'spiegelhalter_z',
  needs: ['label', 'score'],
  direction: 'target',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'Spiegelhalter’s z',
    summary: 'How far the Brier score is from what it would be were every probability right, in standard deviations.',
    formula: 'Σ (y − p)(1 − 2p) / √ Σ (1 − 2p)² p (1 − p)',
    source: 'Spiegelhalter 1986',
    interval: 'influences, t',
    whenToUse:
      'As a test on few rows: between: [−1.96, 1.96]. It grows with √n, so on many rows hold smooth_ece to a bound instead.',
    edgeCases: 'Undefined where every score is 0, ½ or 1.',
  },
  measure: { binary: () => bind(metric, {}) },
})
