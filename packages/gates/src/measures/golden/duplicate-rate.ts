import { defineRowsFoundAgain, tellApart } from './rows-found-again.ts'

export const duplicateRate = defineRowsFoundAgain('duplicate_rate', {
  label: 'duplicate rate',
  summary: 'The share of golden rows that repeat an earlier one.',
  formula: 'rows that repeat an earlier one / rows',
  whenToUse: 'Repeated rows make a golden set look larger than it is, and its intervals too narrow.',
  remedy: {
    failing: 'Drop the rows of {dataset} that repeat an earlier one (counted above), and draw others in their place.',
    unknown: tellApart,
  },
})
