import { binaryDecisions, classDecisions, decisionAgreement } from '@sluice/metrics'
import * as z from 'zod'
import { definePairMeasure } from '../../define-measure.ts'

export const agreement = definePairMeasure({
  name: 'agreement',
  aliases: ['decision_agreement', 'argmax_agreement'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'agreement',
    summary: 'The share of rows that both models decide alike, right or wrong; its complement is the churn.',
    formula: 'rows(decisions equal) / rows',
    source: 'Milani Fard et al. 2016, Launch and iterate: reducing prediction churn (NeurIPS)',
    interval: 'Wilson score interval; with weights or groups through effective trials',
    whenToUse: 'Where whoever uses the answers has adapted to them, so that change itself costs.',
    edgeCases: 'Decisions as in negative_flip_rate. Not corrected for agreement by chance.',
  },
  measure: {
    binary:
      (_, { threshold }) =>
      (own, other) =>
        decisionAgreement(binaryDecisions(own, other, threshold)),
    multiclass: () => (own, other) => decisionAgreement(classDecisions(own, other)),
  },
})
