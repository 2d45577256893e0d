import { cohenKappa as binaryKappa, multiclassKappa } from '@sluice/metrics'
import * as z from 'zod'
import { bind, defineMeasure } from '../../define-measure.ts'

export const cohenKappa = defineMeasure({
  name: 'cohen_kappa',
  aliases: ['kappa'],
  needs: ['label', 'score', 'threshold'],
  direction: 'higher',
  range: [-1, 1],
  options: z.strictObject({}),
  describe: {
    label: 'Cohen’s kappa',
    summary: 'Agreement of decision and label beyond chance.',
    formula: '(p_o − p_e) / (1 − p_e)',
    source: 'Cohen 1960',
    interval: 'delta method on the confusion counts',
    whenToUse: 'Where agreement with a rater is the question. For releases mcc is easier to read.',
    edgeCases: 'Undefined where labels and decisions are one class.',
  },
  measure: {
    binary: (_, { threshold }) => bind(binaryKappa, { threshold }),
    multiclass: () => bind(multiclassKappa, {}),
  },
})
