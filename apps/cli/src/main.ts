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
import { reportFailure, UsageError } from './failure.ts'
import { version } from './version.ts'

/** A reader that has seen enough (`| head -1`) is no failure: the run ends as it would have, its exit code the verdict's. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.exit(reportFailure(new UsageError(`cannot write the output: ${error.message}`)))
}

/** The command line as a whole. Each command imports what it needs only when it runs, so that `--help` is instant. */
function program(): Command {
  return new Command('sluice')
    .description('Release gates for machine-learning models, as code.')
    .version(version, '-v, --version')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false })
    .exitOverride()
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
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', onStreamError)

try {
  await program().parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
}
