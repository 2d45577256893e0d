import { meanReciprocalRank as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const mrr = defineMeasure({
  name: 'mrr',
  aliases: ['mean_reciprocal_rank'],
  needs: ['label', 'score', 'query'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: z.number().int().min(1).default(10).describe('how many documents from the top count') }),
  describe: {
    label: 'MRR',
    summary: 'One over the rank of the first relevant document, averaged over queries.',
    formula: 'mean 1 / rank of the first relevant',
    source: 'standard of TREC',
    interval: 't interval over queries',
    whenToUse: 'Where one good answer is enough.',
    edgeCases: 'Queries without a relevant document are left out and counted.',
  },
  measure: { ranking: ({ k }) => bind(metric, { k }) },
})
