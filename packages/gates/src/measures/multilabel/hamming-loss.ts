import { hammingLoss as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const hammingLoss = defineMeasure({
  name: 'hamming_loss',
  needs: ['label', 'probabilities', 'threshold'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'Hamming loss',
    summary: 'The share of labels that are decided wrong.',
    formula: 'mean over rows and labels of 1[decision ≠ label]',
    source: 'Schapire & Singer 1999',
    interval: 't interval over rows',
    whenToUse: 'Where each label counts alike.',
    edgeCases: 'Labels of one row are dependent: the row is the unit of the interval.',
  },
  measure: { multilabel: (_, { threshold }) => bind(metric, { threshold }) },
})
