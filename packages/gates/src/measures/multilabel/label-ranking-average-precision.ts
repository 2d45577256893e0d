import { labelRankingAveragePrecision as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const labelRankingAveragePrecision = defineMeasure({
  name: 'label_ranking_average_precision',
  aliases: ['lrap'],
  needs: ['label', 'probabilities'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'label ranking average precision',
    summary: 'For each true label, the share of true labels among those ranked at least as high, averaged.',
    formula: 'mean over rows of mean over true labels of (true labels ranked no lower) / rank',
    source: 'Schapire & Singer 2000',
    interval: 't interval over rows',
    whenToUse: 'Where labels are suggested in order.',
    edgeCases: 'Rows without a label, or with all, count 1.',
  },
  measure: { multilabel: () => bind(metric, {}) },
})
