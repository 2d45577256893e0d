import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice init`: a first policy from a table. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a policy from a table: guesses task, label, scores and slices')
    .argument('<table>', 'predictions with labels: Parquet, CSV, JSON lines')
    .option('--model <name>', 'the name of the model (default: the name of the file)')
    .option('--label <column>', 'the column of true labels')
    .option('--score <column>', "the candidate's score")
    .option('--baseline <column>', 'the score of the model in use today')
    .option('--positive <value>', 'the positive class')
    .option('--slice <column>', 'a column to slice by (repeatable)', collect, [])
    .option('-o, --output <file>', 'where the policy goes', 'policy.yaml')
    .option('--force', 'overwrite a policy that is there')
    .option('-y, --yes', 'take every guess without asking')
    .addHelpText(
      'after',
      `
In a terminal the guesses are asked for; in a script they are taken, and every one can be given as a flag.

Examples:
  sluice init data/test.parquet
  sluice init data/test.parquet --label default --score candidate_score --slice sex --yes`,
    )
    .action(async (table: string, flags) => {
      const { runInit } = await import('../run-init.ts')
      process.exitCode = await runInit(table, flags)
    })
}
