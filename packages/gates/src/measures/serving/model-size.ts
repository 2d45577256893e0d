import * as z from 'zod'
import { defineInstrumentMeasure, measuredTasks } from '../../define-measure.ts'

export const modelSize = defineInstrumentMeasure({
  name: 'model_size',
  tasks: measuredTasks,
  instrument: 'serving',
  needs: ['call'],
  direction: 'lower',
  range: [0, null],
  unit: 'bytes',
  bySlice: false,
  options: z.strictObject({}),
  describe: {
    label: 'model size',
    summary: 'The size of the file that holds the model, in bytes.',
    formula: 'bytes of the file',
    source: 'counted',
    interval: 'none needed: it is known exactly',
    whenToUse: 'Where the model travels to a device, or its memory is paid for.',
    edgeCases: 'Only of a model in a file (call: onnx): what a server or a command holds is not known here.',
    remedy: {
      failing:
        'Quantise, prune or distil {model} and compare the builds (sluice variants), or argue for the memory in a pull request that changes this line.',
      unknown: 'Name a model in a file (call: onnx); what a server holds is not known here.',
    },
  },
})
