import { eceSweep as metric, ofTopLabel } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const eceSweep = defineMeasure({
  name: 'ece_sweep',
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'ECE, sweep',
    summary: 'ECE with the most bins of equal counts whose shares of positives still ascend.',
    formula: 'ECE with b bins, b the largest before a share falls',
    source: 'Roelofs et al. 2022',
    interval: 'as sluice explain ece, the bins taken as given',
    whenToUse: 'To have the number of bins follow from the data. smooth_ece needs none.',
    edgeCases: 'Optimistic for models that do not rank. Ties share a bin.',
  },
  measure: { binary: () => bind(metric, {}), multiclass: () => bind(ofTopLabel(metric), {}) },
})
