import { type SelfTestRow, selfTest } from '@sluice/gates'
import { PolicyError } from '@sluice/policy'
import { renderSelfTest } from '@sluice/report'
import { failureOf, problemsText, UsageError } from './failure.ts'
import { findPolicies } from './find-policies.ts'
import { loadPolicies, onlyGates } from './load-policies.ts'
import { progressOn } from './progress.ts'
import type { CheckRun } from './run-check.ts'
import { terminalOf } from './terminal.ts'

interface TestedPolicy {
  readonly model: string
  readonly file: string
  readonly rounds: number
  readonly gates: readonly SelfTestRow[]
}

/** One run of `sluice check --self-test`: 2 where a policy or its data is wrong, the others being tested all the same. */
export async function runSelfTest(paths: readonly string[], flags: CheckRun, roundsText: string): Promise<number> {
  const rounds = Number(roundsText)
  if (!Number.isInteger(rounds) || rounds < 2)
    throw new UsageError(`--self-test takes a whole number of rounds from 2 up, not '${roundsText}'`)
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new UsageError(`--self-test knows the formats text and json, not '${flags.format}'`)
  if (flags.output.length > 0 || flags.evidence !== undefined) {
    throw new UsageError(
      '--self-test judges no release, so that there is nothing for --output and --evidence to keep',
      'Leave them out, or run the check without --self-test.',
    )
  }
  const loaded = onlyGates(await loadPolicies(await findPolicies(paths)), flags.only)
  const progress = progressOn(process.stderr)
  const tested: TestedPolicy[] = []
  for (const { file, policy } of loaded) {
    if (policy instanceof PolicyError) continue
    try {
      const gates = await selfTest(policy, { rounds, onProgress: (text) => progress.say(`${policy.model}: ${text}`) })
      tested.push({ model: policy.model, file, rounds, gates })
    } catch (error) {
      progress.done()
      process.stderr.write(`${problemsText(failureOf(policy.file, error))}\n`)
    }
  }
  progress.done()
  process.stdout.write(flags.format === 'json' ? jsonOf(tested) : textOf(tested))
  return tested.length === loaded.length ? 0 : 2
}

function jsonOf(policies: readonly TestedPolicy[]): string {
  return `${JSON.stringify({ schema: 'sluice.self-test/1', policies }, null, 2)}\n`
}

function textOf(policies: readonly TestedPolicy[]): string {
  const terminal = terminalOf(process.stdout)
  return policies.map(({ model, gates }) => `${renderSelfTest(gates, { ...terminal, model })}\n`).join('\n')
}
