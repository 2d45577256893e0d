import { Command } from 'commander'
import { calibrateCommand } from './commands/calibrate.ts'
import { checkCommand } from './commands/check.ts'
import { explainCommand } from './commands/explain.ts'
import { goldenCommand } from './commands/golden.ts'
import { initCommand } from './commands/init.ts'
import { judgeCommand } from './commands/judge.ts'
import { lintCommand } from './commands/lint.ts'
import { measureCommand } from './commands/measure.ts'
import { pushCommand } from './commands/push.ts'
import { schemaCommand } from './commands/schema.ts'
import { serveCommand } from './commands/serve.ts'
import { stressCommand } from './commands/stress.ts'
import { variantsCommand } from './commands/variants.ts'
import { workspaceCommand } from './commands/workspace.ts'
import { version } from './version.ts'

/**
 * The command line as a whole. Each command imports what it needs only when it runs, so that `--help` is instant.
 *
 * @throws CommanderError from `parse` for a wrong call, whatever the subcommand, once its message is on standard error
 */
export function program(): Command {
  const sluice = new Command('sluice')
    .description('Release gates for machine-learning models, as code.')
    .version(version, '-v, --version')
    .addCommand(checkCommand())
    .addCommand(judgeCommand())
    .addCommand(measureCommand())
    .addCommand(variantsCommand())
    .addCommand(calibrateCommand())
    .addCommand(goldenCommand())
    .addCommand(stressCommand())
    .addCommand(lintCommand())
    .addCommand(initCommand())
    .addCommand(schemaCommand())
    .addCommand(explainCommand())
    .addCommand(serveCommand())
    .addCommand(workspaceCommand())
    .addCommand(pushCommand())
    .addHelpText(
      'after',
      `
Exit codes: 0 pass, 1 a blocking gate failed, 2 the policy, the data or the call is wrong, 3 cannot tell yet.

First steps:
  sluice init predictions.parquet      write a policy from a table
  sluice check                         judge every policy below this folder
  sluice explain roc_auc               what a measure means and when to use it`,
    )
  settle(sluice)
  return sluice
}

/**
 * Gives a command and all below it what the root's settings do not reach: `addCommand` copies none. Without this,
 * commander itself ends the process on a wrong call, with the exit code of a gate that failed.
 */
function settle(command: Command): void {
  command.exitOverride().showSuggestionAfterError().configureHelp({ sortSubcommands: false })
  for (const below of command.commands) settle(below)
}
