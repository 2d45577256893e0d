import { smoothEce as metric, ofTopLabel } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const smoothEce = defineMeasure({
  name: 'smooth_ece',
  aliases: ['smece'],
  needs: ['label', 'score'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'smooth ECE',
    summary: 'How far predicted probabilities are from what happens, without bins to choose.',
    formula:
      '∫ |mean (y − p) K_σ(t, p)| dt with a Gaussian kernel reflected at 0 and 1, at the σ that equals the value; multiclass: of the top label',
    source: 'Błasiok & Nakkiran 2023',
    interval: 'corrected for the upward bias of the plug-in value; near calibration it can lie below the value',
    whenToUse:
      'The first calibration gate to set, with max: and proof: proven. Beside it roc_auc or pr_auc: it says nothing of ranking.',
    edgeCases:
      'A calibrated model measures a little more than 0; detail.expectedIfCalibrated says how much. Scores outside [0, 1] are refused.',
  },
  measure: { binary: () => bind(metric, {}), multiclass: () => bind(ofTopLabel(metric), {}) },
})
