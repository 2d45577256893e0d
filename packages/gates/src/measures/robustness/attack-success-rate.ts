import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'

export const attackSuccessRate = defineInstrumentMeasure({
  name: 'attack_success_rate',

  instrument: 'stress',
  subject: 'stress',
  tasks: ['binary', 'multiclass'],
  needs: ['threshold'],
  bySlice: false,
  suite: ['attack'],
  direction: 'lower',
  range: [0, 1],
  options: z.strictObject({}),
  describe: {
    label: 'attack success rate',
    summary: 'The share of attacked rows whose decision a search could flip within its bounds and its budget.',
    formula: 'rows flipped / rows attacked',
    source: 'Chen et al. 2020 (HopSkipJump); Andriushchenko et al. 2020 (Square)',
    interval: 'Wilson, over rows (or groups)',
    whenToUse:
      'Where somebody gains by a flip and can try: fraud, credit, moderation. State what an attacker can change.',
    edgeCases:
      'A lower bound of what an attacker can do: a longer search may find more. Rows count once each, whatever their weight. Groups (`columns.group`) are clusters.',
    remedy: {
      failing:
        'Open the attacked rows (sluice stress): forbid the changes that nobody can make (immutable, monotone), else train on such rows or ask for proof of the columns that flip.',
    },
  },
})
