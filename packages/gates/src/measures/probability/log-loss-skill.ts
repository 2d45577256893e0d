import { d2LogLoss as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const logLossSkill = defineMeasure({
  name: 'log_loss_skill',
  aliases: ['d2_log_loss'],
  needs: ['label', 'score'],
  reads: 'logLosses',
  direction: 'higher',
  range: [null, 1],
  options: z.strictObject({}),
  describe: {
    label: 'log-loss skill',
    summary: 'How much of the log loss of always predicting the base rate is saved.',
    formula: '1 − log loss / entropy of the base rate',
    source: 'McFadden 1974',
    interval: 'delta method',
    whenToUse: 'To read a log loss without knowing the prevalence.',
    edgeCases: 'Undefined where the label is constant.',
  },
  measure: { binary: () => bind(metric, {}) },
})
