import { corpDiscrimination as metric } from '@sluice/calibration'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const discrimination = defineMeasure({
  name: 'discrimination',
  aliases: ['dsc'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, null],
  options: z.strictObject({
    score: z.enum(['brier', 'log_loss']).default('brier').describe('the proper score that is decomposed'),
  }),
  describe: {
    label: 'discrimination',
    summary: 'What the model, recalibrated, saves over always forecasting the base rate, in units of a proper score.',
    formula: 'S(ȳ) − S(q), q the isotonic regression of the label on p',
    source: 'CORP: Dimitriadis, Gneiting & Jordan 2021',
    interval: 'as miscalibration',
    whenToUse: 'Beside miscalibration: a proper score that got worse lost one of the two.',
    edgeCases: 'Undefined with one class.',
  },
  measure: { binary: ({ score }, { seed }) => bind(metric, { score, seed }) },
})
