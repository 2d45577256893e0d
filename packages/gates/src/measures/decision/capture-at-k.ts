import { captureAtK as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'
import { top, topOption } from './top.ts'

export const captureAtK = defineMeasure({
  name: 'capture_at_k',
  aliases: ['recall_at_k', 'gain_at_k'],
  needs: ['label', 'score'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: topOption }),
  describe: {
    label: 'capture at k',
    summary: 'The share of all positives that the k highest scores hold.',
    formula: 'TP in the top k / positives',
    source: 'standard of gain charts',
    interval: 'bootstrap stratified by class (BCa)',
    whenToUse: 'Where a fixed number of cases is worked from the top and what is missed matters.',
    edgeCases: 'Undefined without positives.',
  },
  measure: { binary: ({ k }, { seed }) => bind(metric, { ...top(k), seed }) },
})
