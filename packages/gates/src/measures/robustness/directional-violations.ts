import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const directionalViolations = defineInstrumentMeasure({
  name: 'directional_violations',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'regression'],
  needs: [],
  suite: ['perturb', 'directional'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'directional violations',
    summary: 'The share of rows whose score moved against the expected direction.',
    formula: 'violations / rows of which a direction is expected',
    source: 'Ribeiro et al. 2020 (CheckList), DIR tests',
    interval: 'Wilson, by the effective number of trials: those of one row (or group) depend on each other',
    whenToUse: 'Where the subject knows the sign: a higher limit must not raise the risk.',
    edgeCases:
      'A row has an expected direction where only columns with one changed, and all of them call for the same. A score that stays violates nothing; one that is gone does. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Open the worst cases (sluice stress), then train with monotone constraints on these columns, or leave out what stands in for them.',
    },
  },
})
