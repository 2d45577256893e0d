import { selectionRate as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const selectionRate = defineMeasure({
  name: 'selection_rate',
  aliases: ['positive_rate', 'acceptance_rate'],
  needs: ['label', 'score', 'threshold'],
  direction: 'target',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'selection rate',
    summary: 'The share of rows decided positive.',
    formula: '(TP + FP) / n',
    source: 'standard; the rate of demographic parity',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse:
      'For capacity (a team can call 500 clients a day) and, by slice with min_ratio: 0.8, for the four-fifths rule.',
    edgeCases: 'Needs no label, but rows without one are refused all the same.',
  },
  measure: { binary: (_, { threshold }) => bind(metric, { threshold }) },
})
