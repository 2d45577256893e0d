import { kernelCalibrationError as metric, ofTopLabel } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const kernelCalibrationError = defineMeasure({
  name: 'kernel_calibration_error',
  aliases: ['skce', 'mmce'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [-1, 1],
  options: z.strictObject({ bandwidth: z.number().positive().default(0.2).describe('width of the Laplace kernel') }),
  describe: {
    label: 'kernel calibration error',
    summary: 'The squared kernel calibration error, unbiased: 0 on average for a calibrated model.',
    formula: 'Σ_{i≠j} (y_i − p_i)(y_j − p_j) exp(−|p_i − p_j| / bandwidth) / (n (n − 1))',
    source: 'Widmann, Lindsten & Zachariah 2019; Kumar, Sarawagi & Jain 2018',
    interval: 't interval of Hoeffding’s projection',
    whenToUse: 'Where an unbiased value is needed: to average over slices, or to test calibration at 0.',
    edgeCases: 'In squared units, so small numbers; half of the time below 0 for a calibrated model.',
  },
  measure: { binary: (options) => bind(metric, options), multiclass: (options) => bind(ofTopLabel(metric), options) },
})
