import { pinballLoss, quantilePinball } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const pinball = defineMeasure({
  name: 'pinball',
  aliases: ['quantile_loss'],
  needs: ['label', 'quantiles', 'prediction'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({
    quantile: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe(
        'the level; without one, the mean over all that a quantile model forecasts, and 0.5 of a regression model, whose prediction is taken for that quantile',
      ),
  }),
  describe: {
    label: 'pinball loss',
    summary: 'The loss that a predicted quantile minimises: of one level, or averaged over all that are forecast.',
    formula: 'mean max(α (y − q), (α − 1)(y − q)), averaged over the levels α',
    source: 'Koenker & Bassett 1978; a proper score',
    interval: 't interval of the mean',
    whenToUse:
      'To compare quantile forecasts as a whole, or one level: { name: pinball, quantile: 0.9 }. Of a regression model where being too low costs more than being too high.',
    edgeCases:
      'A level that a quantile model does not forecast is refused. At 0.5 it is half of the mean absolute error.',
  },
  measure: {
    quantile: ({ quantile }) => bind(quantilePinball, quantile === undefined ? {} : { quantile }),
    regression: ({ quantile = 0.5 }) => bind(pinballLoss, { quantile }),
  },
})
