import { meanAveragePrecision as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const map = defineMeasure({
  name: 'map',
  aliases: ['mean_average_precision'],
  needs: ['label', 'score', 'query'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({ k: z.number().int().min(1).default(10).describe('how many documents from the top count') }),
  describe: {
    label: 'MAP',
    summary: 'Average precision of each query, averaged.',
    formula: 'mean over queries of Σ precision at each relevant document / relevant documents',
    source: 'standard of TREC',
    interval: 't interval over queries',
    whenToUse: 'Where every relevant document should be found early.',
    edgeCases: 'Queries without a relevant document are left out and counted.',
  },
  measure: { ranking: ({ k }) => bind(metric, { k }) },
})
