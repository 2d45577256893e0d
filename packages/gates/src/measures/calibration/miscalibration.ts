import { miscalibration as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const miscalibration = defineMeasure({
  name: 'miscalibration',
  aliases: ['mcb'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({
    score: z.enum(['brier', 'log_loss']).default('brier').describe('the proper score that is decomposed'),
  }),
  describe: {
    label: 'miscalibration',
    summary: 'What perfect recalibration would save, in units of a proper score.',
    formula: 'S(p) − S(q), q the isotonic regression of the label on p',
    source: 'CORP: Dimitriadis, Gneiting & Jordan 2021',
    interval: 'centred at the value less what a calibrated model would measure; influences and replicates',
    whenToUse:
      'To see how much of a Brier score or log loss a calibrator could win back: score = miscalibration − discrimination + uncertainty.',
    edgeCases:
      'Biased upwards, since isotonic regression fits noise too; detail.expectedIfCalibrated says by how much.',
  },
  measure: { binary: ({ score }, { seed }) => bind(metric, { score, seed }) },
})
