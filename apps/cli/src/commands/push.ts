import { Command } from 'commander'

/** `sluice push`: evidence and verdicts to a server. */
export function pushCommand(): Command {
  return new Command('push')
    .description('send evidence and its verdict to a server, and whatever waits since it was away')
    .argument('[policy]', 'the policy file')
    .option('--to <url>', 'the address of the console')
    .option('--evidence <file>', 'what sluice check --evidence wrote')
    .option('-o, --output <file>', 'write what would be sent, for curl and the like, and send nothing')
    .option('--refused', 'send what was set aside before too: the server or its limits have changed')
    .option('--token <token>', 'what the server knows you by (default: SLUICE_TOKEN)')
    .option('--as-of <date>', 'the day that waivers are held against (default: today)')
    .addHelpText(
      'after',
      `
Examples:
  sluice check --push https://sluice.example.org          check and push in one go
  sluice push policy.yaml --evidence evidence.json --to https://sluice.example.org
  sluice push --to https://sluice.example.org             what could not be sent before
  sluice push policy.yaml --evidence evidence.json --output evaluation.json      the body that the API takes

Predictions never leave the machine, only counts, estimates and curves; slices of fewer rows than a gate's min_rows
are sent without their values. Where the server is away, the evaluation waits in .sluice/spool. What the server refuses, and
what it fails on in five runs while it takes others, is set aside in .sluice/spool/refused.`,
    )
    .action(async (policy: string | undefined, flags) => {
      const { runPush } = await import('../run-push.ts')
      process.exitCode = await runPush(policy, flags)
    })
}
