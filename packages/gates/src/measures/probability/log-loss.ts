import { logLoss as binaryLogLoss, multiclassLogLoss } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const logLoss = defineMeasure({
  name: 'log_loss',
  aliases: ['logloss', 'cross_entropy', 'nll'],
  needs: ['label', 'score'],
  reads: 'logLosses',
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({
    clip: z
      .number()
      .min(0)
      .lt(0.5)
      .default(2.220446049250313e-16)
      .describe('probabilities are kept this far from 0 and 1'),
  }),
  describe: {
    label: 'log loss',
    summary: 'The mean surprise at the label under the predicted probability.',
    formula: '−mean ln p(label)',
    source: 'Good 1952; a strictly proper score',
    interval: 't interval of the mean; paired by rows against a baseline',
    whenToUse: 'Wherever a probability is used as one. A proper score: no model gains by lying.',
    edgeCases:
      'Probabilities of 0 and 1 are clipped at 2⁻⁵² as in scikit-learn; with clip: 0 a certain mistake has no value. Scores outside [0, 1] are refused.',
  },
  measure: {
    binary: ({ clip }) => bind(binaryLogLoss, { clip }),
    multiclass: ({ clip }) => bind(multiclassLogLoss, { clip }),
  },
})
