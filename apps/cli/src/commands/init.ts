import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice init`: a first policy from a table. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a policy from a table: guesses task, label, scores and slices')
    .argument('<table>', 'predictions with labels: Parquet, CSV, JSON lines')
    .option('--model <name>', 'the name of the model (default: the name of the file)')
    .option('--label <column>', 'the column of true labels')
    .option('--labels <prefix*>', 'multilabel: the 0/1 columns, by their common prefix')
    .option('--score <column>', "the candidate's score; of several classes or labels their prefix*")
    .option('--baseline <column>', 'the score of the model in use today')
    .option('--positive <value>', 'the positive class')
    .option('--query <column>', 'ranking: rows of one query are ranked against each other')
    .option('--weight <column>', 'row weights')
    .option('--group <column>', 'rows of one group are dependent: intervals cluster on it')
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
