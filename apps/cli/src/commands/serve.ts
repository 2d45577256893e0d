import { Command, Option } from 'commander'

/** `sluice serve`: the API and the console. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the API and the console; with DATABASE_URL from PostgreSQL, otherwise from a folder')
    .option('--host <address>', 'where to listen (default: 127.0.0.1; elsewhere only with tokens)')
    .option('-p, --port <number>', 'default: 4380, or the next one that is free')
    .option('--data <folder>', 'where the embedded store is', '.sluice/data')
    .option('--tokens', 'ask everybody for a token, on this machine too; prints the first one')
    .addOption(
      new Option(
        '--keep-days <days>',
        'keep evaluations of so many days; every night what no rule keeps is deleted',
      ).env('SLUICE_KEEP_DAYS'),
    )
    .addOption(
      new Option('--keep-last <count>', 'keep the last so many evaluations of each model').env('SLUICE_KEEP_LAST'),
    )
    .addHelpText(
      'after',
      `
Environment:
  DATABASE_URL               postgres://user:password@host:5432/database, shared by several servers; --tokens is implied
  SLUICE_MODE                tokens: as --tokens; single-user: no login, on this machine only (default without DATABASE_URL)
  SLUICE_LOG_LEVEL           fatal, error, warn, info (a line of JSON a request), debug, trace, silent (default: warn)
  SLUICE_OIDC_ISSUER         people sign in by OpenID Connect; then these too, and --tokens is implied:
  SLUICE_OIDC_CLIENT_ID, SLUICE_OIDC_CLIENT_SECRET
  SLUICE_OIDC_ALLOWED        who may read: addresses or domains, with commas between
  SLUICE_OIDC_ADMINS         who of them may do everything
  SLUICE_OIDC_TRUST_EMAILS   1: addresses count though the provider does not say email_verified; where it checks all of them
  SLUICE_PUBLIC_URL          the console's address where a proxy in front gives it a name; people who sign in are sent there
  SLUICE_MAX_PUSH_MB         how much one push may be as it is sent; twice that unpacked (default: 16)
  SLUICE_TRUST_PROXY         1: a proxy in front names the caller (X-Forwarded-For)

Examples:
  sluice serve                                            for yourself, on this machine, no login
  DATABASE_URL=postgres://… sluice serve --host 0.0.0.0   for a team
  sluice check --push http://127.0.0.1:4380               what fills it`,
    )
    .action(async (flags) => {
      const { runServe } = await import('../run-serve.ts')
      process.exitCode = await runServe(flags)
    })
}
