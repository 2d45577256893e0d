import { d2Brier as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const brierSkill = defineMeasure({
  name: 'brier_skill',
  aliases: ['d2_brier'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [null, 1],
  options: z.strictObject({}),
  describe: {
    label: 'Brier skill',
    summary: 'How much of the Brier score of always predicting the base rate is saved.',
    formula: '1 − Brier / (ȳ (1 − ȳ))',
    source: 'Murphy 1973',
    interval: 'delta method',
    whenToUse: 'To read a Brier score without knowing the prevalence: 0 is no better than the base rate.',
    edgeCases: 'Undefined where the label is constant.',
  },
  measure: { binary: () => bind(metric, {}) },
})
