import { defineInstrumentMeasure, measuredTasks } from '../../define-measure.ts'
import { quantileOption } from './quantile-option.ts'

export const latency = defineInstrumentMeasure({
  name: 'latency',
  aliases: ['response_time'],
  tasks: measuredTasks,
  instrument: 'serving',
  needs: ['call'],
  direction: 'lower',
  range: [0, null],
  unit: 'milliseconds',
  counts: 'requests',
  bySlice: false,
  options: quantileOption,
  describe: {
    label: 'latency',
    summary: 'A quantile of the time that the model takes to answer one request, in milliseconds.',
    formula: 'the least t within which that share of the requests was answered',
    source: 'Hyndman & Fan 1996, type 1; Hahn & Meeker 1991 for the interval',
    interval: 'exact order statistics; with versus a percentile bootstrap over blocks of rounds',
    whenToUse:
      'Where an answer that comes late is no answer. Bound a high quantile: a mean hides those who wait. How many requests are timed, of how many rows, stands in the section variants.',
    edgeCases:
      'Timed on the machine that runs the check, from this process, so it holds the way to the model and differs from run to run. A p99 has no interval below 368 requests (at 95 %): then nothing is proven.',
    remedy: {
      failing:
        'Compare a smaller build of {model} (sluice variants), or batch and cache what is asked again; where callers can wait longer, change the bound in a pull request.',
    },
  },
})
