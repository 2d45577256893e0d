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

const openings: Readonly<Record<Status, string>> = {
  pass: 'Ready',
  warn: 'Ready',
  waived: 'Ready',
  fail: 'Not ready',
  inconclusive: 'Not decided',
  skipped: 'Not decided',
  error: 'Not judged',
}

/** A verdict in one sentence, in two parts so that a page may colour the first. */
export interface VerdictWords {
  /** `Not ready`. */
  readonly opening: string
  /** `2 of 7 gates fail, 1 cannot be decided, 4 pass.` */
  readonly rest: string
}

/**
 * A verdict in plain words, the worst first (a good verdict: the passing first).
 *
 * @param counts how many gates have each status; absent ones count zero
 * @param problems how many problems kept the policy from being judged
 */
export function verdictWords(
  verdict: Status,
  counts: Partial<Readonly<Record<Status, number>>>,
  problems = 0,
): VerdictWords {
  const opening = openings[verdict]
  const found = statusOrder.map((status) => ({ status, count: counts[status] ?? 0 })).filter(({ count }) => count > 0)
  const total = found.reduce((sum, { count }) => sum + count, 0)
  if (total === 0 && problems > 0)
    return { opening: openings.error, rest: `${counted(problems, 'problem')} in the policy or its data.` }
  if (total === 0)
    return { opening, rest: verdict === 'error' ? 'the policy or its data is wrong.' : 'the policy has no gates.' }
  const [only] = found
  if (found.length === 1 && only !== undefined) {
    const who = total === 1 ? 'its only gate' : total === 2 ? 'both gates' : `all ${countText(total)} gates`
    return { opening, rest: `${who} ${verbs[only.status][total === 1 ? 0 : 1]}.` }
  }
  const ordered = verdict === 'pass' ? found.toReversed() : found
  const parts = ordered.map(({ status, count }, at) => {
    const share = at === 0 ? `${countText(count)} of ${countText(total)} gates` : countText(count)
    return `${share} ${verbs[status][count === 1 ? 0 : 1]}`
  })
  return { opening, rest: `${parts.join(', ')}.` }
}

/** A policy's verdict in one sentence of plain words, the same in every format. */
export function verdictSentence({ verdict, gates, problems }: PolicyVerdict): string {
  const counts: Partial<Record<Status, number>> = {}
  for (const { status } of gates) counts[status] = (counts[status] ?? 0) + 1
  const { opening, rest } = verdictWords(verdict, counts, problems?.length)
  return `${opening}: ${rest}`
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
