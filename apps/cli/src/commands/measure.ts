import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice measure`: numbers with intervals from one table, without a policy. */
export function measureCommand(): Command {
  return new Command('measure')
    .description('measure one table without a policy')
    .argument('<file>', 'Parquet, CSV, JSON lines, Arrow, a glob or a URL')
    .requiredOption('--label <column>', 'the column of true labels')
    .option('--score <column>', 'binary: the score, higher for the positive class')
    .option('--prediction <column>', 'regression: the predicted value')
    .option('--proba <prefix*>', 'multiclass: the probability columns, by their common prefix')
    .option('--positive <value>', 'binary: the positive class (default: 1 or true)')
    .option('--threshold <number>', 'positive where score >= threshold', '0.5')
    .option('--by <column[:k]>', 'slice by value, or into k quantile bins (repeatable)', collect, [])
    .option('--metric <name>', 'a measure (repeatable; default: the usual ones for the task)', collect, [])
    .option('--weight <column>', 'row weights')
    .option('--group <column>', 'rows of one group are dependent: intervals cluster on it')
    .option('--confidence <level>', 'of the intervals', '0.95')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Examples:
  sluice measure scores.parquet --label default --score p
  sluice measure scores.csv --label y --score p --by region --by age:4 --metric roc_auc --metric ece
  sluice measure forecast.parquet --label actual --prediction predicted
  sluice measure digits.parquet --label digit --proba "p_*"`,
    )
    .action(async (file: string, flags) => {
      const { runMeasure } = await import('../run-measure.ts')
      process.exitCode = await runMeasure(file, flags)
    })
}
