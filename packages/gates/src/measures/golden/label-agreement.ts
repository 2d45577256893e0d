import * as z from 'zod'
import { defineInstrumentMeasure } from '../../define-measure.ts'
import { everyTask } from './tasks.ts'

export const labelAgreement = defineInstrumentMeasure({
  name: 'label_agreement',
  instrument: 'golden',
  subject: 'dataset',
  tasks: everyTask,
  needs: [],
  direction: 'higher',
  range: [-1, 1],
  options: z.strictObject({
    statistic: z
      .enum(['krippendorff_alpha', 'cohen_kappa', 'fleiss_kappa'])
      .default('krippendorff_alpha')
      .describe('of the annotators; Cohen’s is for two, and only Krippendorff’s allows for missing labels'),
    level: z
      .enum(['nominal', 'ordinal', 'interval'])
      .default('nominal')
      .describe('Krippendorff’s alpha: how far apart two labels are'),
  }),
  describe: {
    label: 'label agreement',
    summary: 'How far annotators agree beyond chance.',
    formula: '1 − observed / expected disagreement',
    source: 'Krippendorff (2011); Cohen (1960); Fleiss (1971)',
    interval: 'jackknife over rows (alpha); delta method over rows (kappas); clustered on the group where there is one',
    whenToUse:
      'To know whether the labels can decide anything: at least 0.8 for conclusions, at least 0.667 for tentative ones (Krippendorff).',
    edgeCases: 'No value where a single label was used. Rows that fewer than two labelled tell nothing.',
    remedy: {
      failing:
        'Write down how the disputed cases are labelled, let an expert decide the rows on which annotators of {dataset} differ, and have a sample labelled again.',
      unknown: 'Have two or more people label the same rows of {dataset}, with more than one label among them.',
    },
  },
})
