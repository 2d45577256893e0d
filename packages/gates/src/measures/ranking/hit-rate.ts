import { hitRate as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const hitRate = defineMeasure({
  name: 'hit_rate',
  needs: ['label', 'score', 'query'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: z.number().int().min(1).default(10).describe('how many documents from the top count') }),
  describe: {
    label: 'hit rate',
    summary: 'The share of queries with a relevant document in the top k.',
    formula: 'mean 1[a relevant document in the top k]',
    source: 'standard',
    interval: 'Wilson score interval over queries',
    whenToUse: 'Where a page shows k results.',
    edgeCases: 'Queries without a relevant document are left out and counted.',
  },
  measure: { ranking: ({ k }) => bind(metric, { k }) },
})
