import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckResult, GateVerdict } from '@sluice/gates'
import { renderText } from '@sluice/report'
import { expect, test } from 'vitest'
import { root, sluice } from './run-sluice.ts'

/** Gates on latencies as they stand on a machine that nothing else disturbs: all pass there. */
function undisturbed(gate: GateVerdict): GateVerdict {
  return gate.counts === 'requests' ? { ...gate, status: 'pass', blocking: false } : gate
}

/** Without what a processor decides of builds: how long they take, and to which side a build of whole numbers rounds. */
function portable(text: string): string {
  return text.replace(/ +/g, ' ').replace(/(Variants on \w+\n)[\s\S]*?(on the Pareto front: )[^\n]*/, '$1…$2…')
}

test('the run that the README shows is the one that there is', async () => {
  const run = await sluice(['check', 'policies/credit-default', '--format', 'json', '--as-of', '2026-11-23'])
  expect(run.stderr).toBe('')
  const result: CheckResult = JSON.parse(run.stdout)
  const policies = result.policies.map((policy) => ({ ...policy, gates: policy.gates.map(undisturbed) }))
  const [, shown] = /```\n(━━ credit-default [\s\S]*?)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))!
  // Where it differs: COLUMNS=80 npx sluice check policies/credit-default, and paste.
  expect(portable(shown!)).toBe(portable(renderText({ ...result, policies }, { width: 80 })))
})
