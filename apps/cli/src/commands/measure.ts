import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice measure`: numbers with intervals from one table, without a policy. */
export function measureCommand(): Command {
  return new Command('measure')
    .description('measure one table without a policy')
    .argument('<file>', 'Parquet, CSV, JSON lines, Arrow, or a glob of them')
    .option('--label <column>', 'the column of true labels (ranking: of relevances)')
    .option(
      '--labels <prefix*>',
      'multilabel: the 0/1 columns, by their common prefix or one by one (repeatable)',
      collect,
      [],
    )
    .option('--score <column>', 'binary, ranking: the score, higher for the positive class or the better document')
    .option('--prediction <column>', 'regression: the predicted value')
    .option('--proba <prefix*>', 'multiclass, multilabel: the probability columns, by their common prefix')
    .option('--quantile <level=column>', 'a forecast quantile, 0.1=q10 (repeatable)', collect, [])
    .option('--query <column>', 'ranking: rows of one query are ranked against each other')
    .option('--positive <value>', 'binary: the positive class (default: 1 or true)')
    .option('--threshold <number>', 'positive where score >= threshold', '0.5')
    .option('--by <column[:k]>', 'slice by value, or into k quantile bins (repeatable)', collect, [])
    .option(
      '--metric <name[:option=value,…]>',
      'a measure, with options (repeatable; default: the usual ones for the task)',
      collect,
      [],
    )
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
  sluice measure scores.csv --label y --score p --metric ece:bins=10,strategy=quantile
  sluice measure digits.parquet --label digit --proba "p_*"
  sluice measure tags.parquet --labels "l_*" --proba "p_*"
  sluice measure demand.parquet --label sold --quantile 0.1=q10 --quantile 0.5=q50 --quantile 0.9=q90
  sluice measure search.parquet --label relevance --score s --query query_id`,
    )
    .action(async (file: string, flags) => {
      const { runMeasure } = await import('../run-measure.ts')
      process.exitCode = await runMeasure(file, flags)
    })
}
