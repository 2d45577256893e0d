import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const relativeCorruptionError = defineInstrumentMeasure({
  name: 'relative_corruption_error',
  aliases: ['relative_mce'],
  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass'],
  needs: ['label', 'threshold'],
  bySlice: false,
  suite: ['perturb', 'reference', 'label'],
  direction: 'lower',
  range: [null, null],
  options: z.strictObject({}),
  describe: {
    label: 'relative corruption error',
    summary: 'How much accuracy falls under the perturbations, in units of how much that of the reference model falls.',
    formula:
      'mean over perturbations of Σ_s (E_s − E_clean) / Σ_s (E′_s − E′_clean), s the severities, E′ the reference',
    source: 'Hendrycks & Dietterich 2019, relative mCE',
    interval: 'bootstrap over rows (or groups), the same draw for both models',
    whenToUse: 'To compare the robustness of two models whose clean accuracy differs: below 1, this one loses less.',
    edgeCases:
      'No value where the reference loses nothing under a perturbation. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Look which perturbation of {stress} costs {model} most (sluice stress), and add rows changed like this to its training.',
      unknown: 'Raise the severities of {stress} until the reference loses accuracy too.',
    },
  },
})
