import { Command } from 'commander'

/** `sluice lint`: what is wrong or unwise in a policy before anything is measured. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('find mistakes and statistically unwise gates')
    .argument('[paths...]', 'policy files, or folders that are searched for policy.yaml', ['.'])
    .option('-f, --format <name>', 'text or json', 'text')
    .option('--no-data', 'do not count rows: leaves out what depends on class balance and slice sizes')
    .option('--as-of <date>', 'the day that waivers are held against (default: today)')
    .option('--strict', 'exit with 1 where there is any warning')
    .addHelpText('after', '\nExample:\n  sluice lint policies --strict')
    .action(async (paths: string[], flags) => {
      const { runLint } = await import('../run-lint.ts')
      process.exitCode = await runLint(paths, flags)
    })
}
