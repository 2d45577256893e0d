import type { CheckResult, GateVerdict, PolicyVerdict, Status, WaiverVerdict } from '@sluice/gates'
import { counted, countText } from './number-text.ts'
import { statusOrder } from './ordering.ts'

/** The word that stands beside the mark of a status. */
export const statusWord: Readonly<Record<Status, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  warn: 'WARN',
  inconclusive: 'INCONCLUSIVE',
  waived: 'WAIVED',
  skipped: 'SKIPPED',
  error: 'ERROR',
}

const verbs: Readonly<Record<Status, readonly [one: string, many: string]>> = {
  error: ['could not run', 'could not run'],
  fail: ['fails', 'fail'],
  inconclusive: ['cannot be decided', 'cannot be decided'],
  warn: ['warns', 'warn'],
  waived: ['is waived', 'are waived'],
  skipped: ['was skipped', 'were skipped'],
  pass: ['passes', 'pass'],
}

/** A policy's verdict in one sentence of plain words, the same in every format. */
export function verdictSentence(policy: PolicyVerdict): string {
  const total = policy.gates.length
  if (policy.problems !== undefined && policy.problems.length > 0 && total === 0) {
    return `Not judged: ${counted(policy.problems.length, 'problem')} in the policy or its data.`
  }
  if (total === 0 && policy.verdict === 'error') return 'Not judged: the policy or its data is wrong.'
  if (total === 0) return `${openings[policy.verdict]}: the policy has no gates.`
  const found = statusOrder
    .map((status) => ({ status, count: policy.gates.filter((gate) => gate.status === status).length }))
    .filter(({ count }) => count > 0)
  if (found.length === 1 && total > 1) {
    const [only] = found
    return `${openings[policy.verdict]}: ${total === 2 ? 'both' : `all ${countText(total)}`} gates ${verbs[only!.status][1]}.`
  }
  const ordered = policy.verdict === 'pass' ? found.toReversed() : found
  const parts = ordered.map(({ status, count }, i) => {
    const share = i === 0 && total > 1 ? `${countText(count)} of ${countText(total)} gates` : countText(count)
    return `${total === 1 ? 'its only gate' : share} ${verbs[status][count === 1 ? 0 : 1]}`
  })
  return `${openings[policy.verdict]}: ${parts.join(', ')}.`
}

const openings: Readonly<Record<Status, string>> = {
  pass: 'Ready',
  warn: 'Ready',
  waived: 'Ready',
  fail: 'Not ready',
  inconclusive: 'Not decided',
  skipped: 'Not decided',
  error: 'Not judged',
}

/** `2 fail, 1 inconclusive, 6 pass`, the worst first. */
export function statusCounts(gates: readonly Pick<GateVerdict, 'status'>[]): string {
  return statusOrder
    .map((status) => ({ status, count: gates.filter((gate) => gate.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${countText(count)} ${status}`)
    .join(', ')
}

/** `2 policies, 11 gates: 2 fail, 1 inconclusive, 8 pass`. */
export function resultCounts({ policies }: CheckResult): string {
  const gates = policies.flatMap((policy) => policy.gates)
  const counts = statusCounts(gates)
  const problems = policies.reduce((sum, policy) => sum + (policy.problems?.length ?? 0), 0)
  return [
    `${counted(policies.length, 'policy', 'policies')}, ${counted(gates.length, 'gate')}${counts === '' ? '' : `: ${counts}`}`,
    ...(problems === 0 ? [] : [counted(problems, 'problem')]),
  ].join(', ')
}

/** Where a waiver stands, in words. */
export function waiverStateWords({ state, until }: Pick<WaiverVerdict, 'state' | 'until'>): string {
  switch (state) {
    case 'active':
      return `active until ${until}`
    case 'unused':
      return `covers nothing today (until ${until}): delete it`
    case 'expired':
      return `expired on ${until}: counts no longer`
  }
}
