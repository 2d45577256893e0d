import { rankedProbabilityScore as metric } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const rankedProbabilityScore = defineMeasure({
  name: 'ranked_probability_score',
  aliases: ['rps'],
  needs: ['label', 'probabilities'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'ranked probability score',
    summary: 'Squared distance of cumulative probabilities from the label, for ordered classes.',
    formula: 'mean Σ_k (F_k − 1[label ≤ k])² / (K − 1)',
    source: 'Epstein 1969; a proper score',
    interval: 't interval of the mean; paired by rows against a baseline',
    whenToUse: 'Where classes are ordered (ratings, stages) and near misses are better than far ones.',
    edgeCases: 'Classes are in the order of the probability columns.',
  },
  measure: { multiclass: () => bind(metric, {}) },
})
