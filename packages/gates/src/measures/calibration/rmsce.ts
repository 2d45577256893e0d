import { rmsce as metric, ofTopLabel } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const rmsce = defineMeasure({
  name: 'rmsce',
  aliases: ['rms_calibration_error'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: binning,
  describe: {
    label: 'RMS calibration error',
    summary: 'The root mean square over rows of the distance of prediction and outcome in their bin.',
    formula: '√ Σ_b (n_b / n) · (share of positives_b − mean prediction_b)²',
    source: 'Hendrycks et al. 2019',
    interval: 'as sluice explain ece',
    whenToUse: 'Where large distances should count more than many small ones.',
    edgeCases: 'Biased upwards as ECE is.',
  },
  measure: { binary: (options) => bind(metric, options), multiclass: (options) => bind(ofTopLabel(metric), options) },
})
