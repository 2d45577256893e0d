import { Command } from 'commander'

/** `sluice calibrate`: which calibrator a table's scores need, fitted, reported and written. */
export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('compare calibrators by cross-fitting, and write the one to take')
    .argument('<file>', 'rows that the model was not trained on and no gate judges: Parquet, CSV, JSON lines, Arrow')
    .requiredOption('--label <column>', 'the column of true labels')
    .option('--score <column>', 'binary: the probability of the positive class')
    .option('--proba <prefix*>', 'multiclass: the probability columns, by their common prefix')
    .option('--positive <value>', 'binary: the positive class (default: 1 or true)')
    .option('--weight <column>', 'row weights')
    .option('--group <column>', 'rows of one group are dependent: folds and intervals keep them together')
    .option('--method <name>', 'auto, or the calibrator to take whatever the comparison says', 'auto')
    .option('--folds <number>', 'how many', '5')
    .option('--seed <number>', 'of the folds', '0')
    .option('--calibrator <file>', 'where to write the calibrator, as JSON', 'calibrator.json')
    .option('-o, --output <file>', 'where to write the table with calibrated columns: .parquet or .csv')
    .option('--suffix <text>', 'of the calibrated columns', '_calibrated')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Examples:
  sluice calibrate validation.parquet --label default --score p
  sluice calibrate validation.csv --label y --score p --method isotonic --output calibrated.parquet
  sluice calibrate digits.parquet --label digit --proba "p_*" --calibrator models/calibrator.json --format json`,
    )
    .action(async (file: string, flags) => {
      const { runCalibrate } = await import('../run-calibrate.ts')
      process.exitCode = await runCalibrate(file, flags)
    })
}
