import type { Status } from '@sluice/gates'
import { counted, countText } from './number-text.ts'
import { statusOrder } from './status-order.ts'

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

export interface VerdictSentence {
  /** `Not ready`. */
  readonly opening: string
  /** `2 of 7 gates fail, 1 cannot be decided, 4 pass.` */
  readonly rest: string
}

/**
 * A verdict in one sentence of plain words, the worst first (a good verdict: the passing first).
 *
 * @param counts how many gates have each status; absent ones count zero
 * @param problems how many problems kept the policy from being judged
 */
export function verdictSentence(
  verdict: Status,
  counts: Partial<Readonly<Record<Status, number>>>,
  problems = 0,
): VerdictSentence {
  const opening = openings[verdict]
  const found = statusOrder.map((status) => ({ status, count: counts[status] ?? 0 })).filter(({ count }) => count > 0)
  const total = found.reduce((sum, { count }) => sum + count, 0)
  if (total === 0)
    return problems > 0
      ? { opening, rest: `${counted(problems, 'problem')} in the policy or its data.` }
      : { opening, rest: verdict === 'error' ? 'the policy or its data is wrong.' : 'the policy has no gates.' }
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
