import { ace as metric, ofTopLabel } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const ace = defineMeasure({
  name: 'ace',
  aliases: ['adaptive_calibration_error'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: binning.extend({ strategy: binning.shape.strategy.removeDefault().default('quantile') }),
  describe: {
    label: 'ACE',
    summary: 'The mean over bins of the distance of prediction and outcome, every bin counting the same.',
    formula: 'mean_b |share of positives_b − mean prediction_b|',
    source: 'Nixon et al. 2019',
    interval: 'as sluice explain ece',
    whenToUse: 'Where rare ranges of the score matter as much as frequent ones.',
    edgeCases: 'With strategy: uniform a bin of three rows counts as much as one of three thousand.',
  },
  measure: { binary: (options) => bind(metric, options), multiclass: (options) => bind(ofTopLabel(metric), options) },
})
