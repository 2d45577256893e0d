import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice golden`: what a golden set is worth, and how to draw one. */
export function goldenCommand(): Command {
  return new Command('golden')
    .description('judge the golden sets of a policy, or draw one from a table')
    .addCommand(judgeCommand())
    .addCommand(drawCommand())
    .addHelpText(
      'after',
      `
Examples:
  sluice golden draw production.parquet --rows 500 --by label --by region --minimum 20 --output golden.parquet
  sluice golden judge policy.yaml`,
    )
}

function judgeCommand(): Command {
  return new Command('judge')
    .description('coverage, age, agreement, leakage and repeated rows of the golden sets of a policy')
    .argument('<policy>', 'the policy file; its datasets with role: golden are judged')
    .option('-f, --format <name>', 'text or json', 'text')
    .option('--as-of <date>', 'the day that ages are counted to (default: today)')
    .addHelpText(
      'after',
      `
Example: is the golden set still what production looks like?
  sluice golden judge policies/credit-default/policy.yaml`,
    )
    .action(async (policy: string, flags) => {
      const { runGoldenJudge } = await import('../run-golden-judge.ts')
      process.exitCode = await runGoldenJudge(policy, flags)
    })
}

function drawCommand(): Command {
  return new Command('draw')
    .description('draw a stratified sample that keeps the distribution and over-samples what is rare')
    .argument('<file>', 'Parquet, CSV, JSON lines or Arrow')
    .requiredOption('--rows <n>', 'rows to draw')
    .requiredOption(
      '--by <column[:k]>',
      'strata by value, or by k quantile bins; several are crossed (repeatable)',
      collect,
      [],
    )
    .requiredOption('-o, --output <file>', 'the table to write: .parquet, .csv or .jsonl')
    .option('--minimum <k>', 'rows of each stratum at least, or all it has', '5')
    .option('--allocation <name>', 'proportional, square_root or equal', 'proportional')
    .option('--seed <text>', 'the same seed draws the same rows', '0')
    .option('-f, --format <name>', 'text or json', 'text')
    .addHelpText(
      'after',
      `
Every row gets its inclusion_probability and, as sampling_weight, the inverse: with columns: { weight: sampling_weight }
metrics on the sample estimate those on the whole table.

Example:
  sluice golden draw production.parquet --rows 500 --by default --by age:4 --minimum 20 --output golden.parquet`,
    )
    .action(async (file: string, flags) => {
      const { runGoldenDraw } = await import('../run-golden-draw.ts')
      process.exitCode = await runGoldenDraw(file, flags)
    })
}
