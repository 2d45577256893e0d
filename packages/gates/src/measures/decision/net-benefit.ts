import { netBenefit as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const netBenefit = defineMeasure({
  name: 'net_benefit',
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [null, 1],
  options: z.strictObject({}),
  describe: {
    label: 'net benefit',
    summary: 'True positives net of false ones, priced by the threshold’s own odds.',
    formula: 'TP / n − FP / n · t / (1 − t)',
    source: 'Vickers & Elkin 2006',
    interval: 'delta method on the confusion counts',
    whenToUse: 'Where the threshold is a probability at which acting breaks even.',
    edgeCases: 'Undefined at a threshold of 1.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
