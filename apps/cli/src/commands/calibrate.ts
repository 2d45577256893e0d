import { Command } from 'commander'

/** `sluice calibrate`: which calibrator a table's scores need, fitted, reported and written. */
export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('compare calibrators by cross-fitting and write the one to take, or fit conformal sets and intervals')
    .argument('<file>', 'rows that the model was not trained on and no gate judges: Parquet, CSV, JSON lines, Arrow')
    .requiredOption('--label <column>', 'the column of true labels')
    .option('--score <column>', 'binary: the probability of the positive class')
    .option('--proba <prefix*>', 'multiclass: the probability columns, by their common prefix')
    .option('--prediction <column>', 'numbers, with --conformal: the prediction')
    .option('--lower <column>', 'numbers, with --conformal: the quantile at the lower end of the interval')
    .option('--upper <column>', 'numbers, with --conformal: the quantile at its upper end')
    .option('--positive <value>', 'binary: the positive class (default: 1 or true)')
    .option('--weight <column>', 'row weights')
    .option('--group <column>', 'rows of one group are dependent: folds and intervals keep them together')
    .option(
      '--method <name>',
      'auto, or what a policy calls the calibrator to take, whatever the comparison says: temperature, platt, beta, vector_scaling, isotonic, histogram_binning, venn_abers',
      'auto',
    )
    .option('--conformal <level>', 'sets (of classes) or intervals that hold the truth in so many rows, such as 0.9')
    .option('--by <column>', 'with --conformal: keep the promise within each value of the column')
    .option(
      '--class-score <name>',
      'with --conformal: aps (adaptive sets, the default) or lac (the smallest on average)',
    )
    .option('--folds <number>', 'how many', '5')
    .option('--seed <number>', 'of the folds, and of what conformal sets draw', '0')
    .option(
      '--calibrator <file>',
      'where to write what was fitted, as JSON (default: calibrator.json, with --conformal conformal.json)',
    )
    .option('-o, --output <file>', 'where to write the table with the new columns: .parquet or .csv')
    .option('--suffix <text>', 'of the calibrated columns (default: _calibrated)')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Isotonic regression that is asked for by name is scikit-learn's, whose values may be 0 and 1. The comparison, and auto, keep
its values from 1/(n + 2) to (n + 1)/(n + 2): a certainty that is wrong once costs an infinite log loss.

Examples:
  sluice calibrate validation.parquet --label default --score p
  sluice calibrate validation.csv --label y --score p --method isotonic --output calibrated.parquet
  sluice calibrate digits.parquet --label digit --proba "p_*" --calibrator models/calibrator.json --format json
  sluice calibrate digits.parquet --label digit --proba "p_*" --conformal 0.9 --by camera --output sets.parquet
  sluice calibrate rides.parquet --label rides --lower q05 --upper q95 --conformal 0.9`,
    )
    .action(async (file: string, flags) => {
      if (flags.conformal !== undefined) {
        const { runConformal } = await import('../run-conformal.ts')
        process.exitCode = await runConformal(file, flags)
        return
      }
      const { runCalibrate } = await import('../run-calibrate.ts')
      process.exitCode = await runCalibrate(file, flags)
    })
}
