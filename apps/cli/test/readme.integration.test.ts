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

/** Latencies stand before the size of a build; what they push aside is blanks. */
function untimed(text: string): string {
  return text.replace(/ +/g, ' ').replace(/ \d+\.\d+ (?=\d+(\.\d+)? [kM]B)/g, ' … ')
}

test('the run that the README shows is the one that there is', async () => {
  const run = await sluice(['check', 'policies/credit-default', '--format', 'json', '--as-of', '2026-11-23'])
  expect(run.stderr).toBe('')
  const result: CheckResult = JSON.parse(run.stdout)
  const policies = result.policies.map((policy) => ({ ...policy, gates: policy.gates.map(undisturbed) }))
  const [, shown] = /```\n(━━ credit-default [\s\S]*?)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))!
  // Where it differs: COLUMNS=80 npx sluice check policies/credit-default, and paste.
  expect(untimed(shown!)).toBe(untimed(renderText({ ...result, policies }, { width: 80 })))
})
