import { quantilePinball as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const pinball = defineMeasure({
  name: 'pinball',
  aliases: ['quantile_loss'],
  needs: ['label', 'quantiles'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'pinball loss',
    summary: 'The loss that the predicted quantiles minimise, averaged over their levels.',
    formula: 'mean over levels of max(α (y − q), (α − 1)(y − q))',
    source: 'Koenker & Bassett 1978; a proper score',
    interval: 't interval of the mean',
    whenToUse: 'To compare quantile forecasts as a whole.',
    edgeCases: '',
  },
  measure: { quantile: () => bind(metric, {}) },
})
