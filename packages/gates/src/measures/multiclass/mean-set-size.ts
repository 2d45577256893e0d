import { meanSetSize as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const meanSetSize = defineMeasure({
  name: 'mean_set_size',
  aliases: ['set_size', 'efficiency'],
  needs: ['probabilities'],
  direction: 'lower',
  range: [0, null],
  options: z.strictObject({}),
  describe: {
    label: 'mean set size',
    summary: 'How many classes a prediction set holds, on average.',
    formula: 'mean |set|',
    source: 'Sadinle, Lei & Wasserman 2019',
    interval: 't interval of the mean',
    whenToUse: 'Beside coverage: a set of every class always covers, and says nothing.',
    edgeCases: 'The model declares `conformal`. An empty set counts 0; with `fill_empty` it holds the likeliest class.',
  },
  measure: { multiclass: () => bind(metric, {}) },
})
