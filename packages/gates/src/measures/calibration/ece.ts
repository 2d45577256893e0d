import { ece as binaryEce, topLabelEce } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const ece = defineMeasure({
  name: 'ece',
  aliases: ['expected_calibration_error', 'calibration_error'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: binning,
  describe: {
    label: 'ECE',
    summary: 'How far predicted probabilities are from what happens, on average over bins of rows.',
    formula: 'Σ_b (n_b / n) · |share of positives_b − mean prediction_b|; multiclass: of the top label',
    source: 'Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017 for the top label',
    interval: 'corrected for the upward bias of the plug-in value; near calibration it can lie below the value',
    whenToUse:
      'Wherever a probability is used as one: limits, prices, expected costs. It says nothing of ranking, so gate on roc_auc or pr_auc beside it.',
    edgeCases:
      'A perfectly calibrated model measures about √(bins / n) · 0.4, not 0. Scores outside [0, 1] are refused. Empty bins count nothing. Fewer rows than bins (by weight: effective rows) have no value.',
  },
  measure: { binary: (options) => bind(binaryEce, options), multiclass: (options) => bind(topLabelEce, options) },
})
