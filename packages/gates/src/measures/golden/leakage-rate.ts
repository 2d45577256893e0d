import { defineRowsFoundAgain, tellApart } from './rows-found-again.ts'

export const leakageRate = defineRowsFoundAgain('leakage_rate', {
  label: 'leakage rate',
  summary: 'The share of golden rows that a table to be kept apart from holds too.',
  formula: 'golden rows found there / golden rows',
  whenToUse: 'Against the training data: what was trained on proves nothing.',
  remedy: {
    failing:
      'Replace the rows of {dataset} that were trained on, or take them out of the training data and train again.',
    unknown: tellApart,
  },
})
