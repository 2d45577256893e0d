import { debiasedEce as metric, ofTopLabel } from '@sluice/calibration'
import { bind, defineMeasure } from '../../define-measure.ts'
import { binning } from './binning.ts'

export const debiasedEce = defineMeasure({
  name: 'debiased_ece',
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: binning,
  describe: {
    label: 'debiased ECE',
    summary: 'ECE less what noise alone adds to it.',
    formula: 'max(0, 2 · ECE − expected ECE were the bins’ differences the observed ones)',
    source: 'Roelofs et al. 2022',
    interval: 'as sluice explain ece, which has the same target',
    whenToUse: 'To compare calibration between datasets or slices of different sizes: plain ECE falls with rows.',
    edgeCases: '0 means that noise explains all of the difference.',
  },
  measure: { binary: (options) => bind(metric, options), multiclass: (options) => bind(ofTopLabel(metric), options) },
})
