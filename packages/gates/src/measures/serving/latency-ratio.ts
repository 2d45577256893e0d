import { defineInstrumentMeasure, measuredTasks } from '../../define-measure.ts'
import { quantileOption } from './quantile-option.ts'

export const latencyRatio = defineInstrumentMeasure({
  name: 'latency_ratio',
  aliases: ['speed_ratio'],
  tasks: measuredTasks,
  subject: 'pair',
  instrument: 'serving',
  needs: ['call'],
  direction: 'lower',
  range: [0, null],
  counts: 'requests',
  bySlice: false,
  impliedBy: { condition: 'max_latency_ratio', ratioOf: 'latency' },
  options: quantileOption,
  describe: {
    label: 'latency ratio',
    summary: 'A latency quantile of this model over that of the other, both timed in the same rounds.',
    formula: 'latency quantile of this / latency quantile of the other',
    source: 'Künsch 1989 for the bootstrap of blocks',
    interval: 'percentile bootstrap over blocks of consecutive rounds, both models drawn together',
    whenToUse:
      'Where a build is said to be faster: what slows the machine for a while slows both, so a ratio travels between machines better than milliseconds. Usually written max_latency_ratio.',
    edgeCases: 'As latency: no interval below the requests that the quantile needs.',
    remedy: {
      failing:
        'Keep {versus} where speed is what counts, or make {model} smaller: fewer trees, int8, a distilled build (sluice variants compares them).',
    },
  },
})
