import { ndcg as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const ndcg = defineMeasure({
  name: 'ndcg',
  needs: ['label', 'score', 'query'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: z.number().int().min(1).default(10).describe('how many documents from the top count') }),
  describe: {
    label: 'NDCG',
    summary: 'Discounted gain of the ranking over that of the best ranking, averaged over queries.',
    formula: 'Σ rel / log₂(1 + rank) over its ideal, top k',
    source: 'Järvelin & Kekäläinen 2002',
    interval: 't interval over queries',
    whenToUse: 'Where relevance has grades.',
    edgeCases: 'Ties share their mean discount. Queries without a relevant document are left out and counted.',
  },
  measure: { ranking: ({ k }) => bind(metric, { k }) },
})
