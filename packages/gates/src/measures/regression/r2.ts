import { r2 as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const r2 = defineMeasure({
  name: 'r2',
  aliases: ['r_squared'],
  needs: ['label', 'prediction'],
  direction: 'higher',
  range: [null, 1],
  options: z.strictObject({}),
  describe: {
    label: 'R²',
    summary: 'The share of the variance of the label that is explained.',
    formula: '1 − Σ(y − ŷ)² / Σ(y − ȳ)²',
    source: 'standard',
    interval: 'delta method',
    whenToUse: 'To read an error without knowing the scale. Compare tables of like variance only.',
    edgeCases: 'Undefined where the label is constant or with fewer than two rows. Can be below 0.',
  },
  measure: { regression: () => bind(metric, {}) },
})
