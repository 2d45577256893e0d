import { Command } from 'commander'

/** `sluice serve`: the API and the console. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the API and the console; with DATABASE_URL from PostgreSQL, otherwise from a folder')
    .option('--host <address>', 'where to listen (default: 127.0.0.1; elsewhere only with tokens)')
    .option('-p, --port <number>', 'default: 4380, or the next one that is free')
    .option('--data <folder>', 'where the embedded store is', '.sluice/data')
    .option('--tokens', 'ask everybody for a token, on this machine too; prints the first one')
    .addHelpText(
      'after',
      `
Examples:
  sluice serve                                            for yourself, on this machine, no login
  DATABASE_URL=postgres://… sluice serve --host 0.0.0.0 --tokens      for a team
  sluice check --push http://127.0.0.1:4380               what fills it`,
    )
    .action(async (flags) => {
      const { runServe } = await import('../run-serve.ts')
      process.exitCode = await runServe(flags)
    })
}
