import { Command } from 'commander'
import { collect } from './check.ts'

/** `sluice judge`: stored evidence under a policy, again. */
export function judgeCommand(): Command {
  return new Command('judge')
    .description('judge stored evidence again: no data needed')
    .argument('<policy>', 'the policy file')
    .requiredOption('--evidence <file>', 'what sluice check --evidence wrote')
    .option('-f, --format <name>', 'text, json, junit, sarif, markdown, github', 'text')
    .option('-o, --output <format=file>', 'write a report to a file as well (repeatable)', collect, [])
    .option('--full', 'text: every gate, slice and note, however long; otherwise a policy takes a screen')
    .option('--as-of <date>', 'the day that waivers are held against (default: today)')
    .addHelpText(
      'after',
      `
Example: what would last month's release have met under today's policy?
  sluice judge policy.yaml --evidence releases/2026-10.json`,
    )
    .action(async (policy: string, flags) => {
      const { runJudge } = await import('../run-judge.ts')
      process.exitCode = await runJudge(policy, flags)
    })
}
