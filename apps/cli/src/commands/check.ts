import { Command, Option } from 'commander'

interface CheckFlags {
  readonly format: string
  readonly output: readonly string[]
  readonly only: readonly string[]
  readonly evidence?: string
  readonly asOf?: string
  readonly full?: boolean
  readonly selfTest?: true | string
  readonly push?: string
  readonly token?: string
}

/** `sluice check`: loads, plans, measures and judges every policy it is pointed at. */
export function checkCommand(): Command {
  return new Command('check')
    .description('measure and judge the policies in PATHS')
    .argument('[paths...]', 'policy files, or folders that are searched for policy.yaml', ['.'])
    .option('-f, --format <name>', 'what standard output gets: text, json, junit, sarif, markdown, github', 'text')
    .option('-o, --output <format=file>', 'write a report to a file as well (repeatable)', collect, [])
    .option('--full', 'text: every gate, slice and note, however long; otherwise a policy takes a screen')
    .option('--only <gate>', 'judge only this gate (repeatable)', collect, [])
    .option(
      '--evidence <file>',
      'keep what was measured, to be judged again later (of several policies: FILE.MODEL.json)',
    )
    .option('--push <url>', 'send verdicts and evidence to a server: the address of its console')
    .option('--token <token>', 'what the server knows you by (default: SLUICE_TOKEN)')
    .option('--as-of <date>', 'the day that waivers are held against (default: today)')
    .addOption(
      new Option(
        '--self-test [rounds]',
        'judge random halves of the data instead and report how often a verdict flips',
      ).preset('20'),
    )
    .addHelpText(
      'after',
      `
Examples:
  sluice check                                       every policy below this folder
  sluice check policies/credit-default --only finds-the-rare-ones
  sluice check -f github -o sarif=sluice.sarif -o junit=sluice.xml
  sluice check --evidence evidence.json && sluice judge policy.yaml --evidence evidence.json
  sluice check --self-test 50                        does the gate itself flap?`,
    )
    .action(async (paths: string[], flags: CheckFlags) => {
      const { runCheck } = await import('../run-check.ts')
      process.exitCode = await runCheck(paths, flags)
    })
}

/** Gathers a repeatable option. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value]
}
