import { mce as metric } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const mce = defineMeasure({
  name: 'mce',
  aliases: ['maximum_calibration_error'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: binning,
  describe: {
    label: 'MCE',
    summary: 'The worst bin: the largest distance of prediction and outcome in any of them.',
    formula: 'max_b |share of positives_b − mean prediction_b|',
    source: 'Naeini, Cooper & Hauskrecht 2015',
    interval: 'as sluice explain ece; simultaneous over bins',
    whenToUse: 'Where no range of probabilities may be wrong. Take strategy: quantile, or a bin of three rows decides.',
    edgeCases: 'Biased upwards, as any maximum is, and more so with small bins. No value with fewer rows than bins.',
  },
  measure: { binary: (options) => bind(metric, options) },
})
