import { classwiseEce as metric } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const classwiseEce = defineMeasure({
  name: 'classwise_ece',
  needs: ['label', 'probabilities'],
  direction: 'lower',
  range: [0, 1],
  options: binning,
  describe: {
    label: 'class-wise ECE',
    summary: 'ECE of each class against the rest, averaged over classes.',
    formula: 'mean over classes k of Σ_b (n_b / n) · |share of k_b − mean p_k in b|',
    source: 'Kull et al. 2019',
    interval: 'as sluice explain ece',
    whenToUse: 'Where the probability of every class is used, not only that of the winner.',
    edgeCases: 'As ece.',
  },
  measure: { multiclass: (options) => bind(metric, options) },
})
