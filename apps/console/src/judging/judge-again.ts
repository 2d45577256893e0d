import { type Evidence, judge, measureCatalogue, type PolicyVerdict, type Status } from '@sluice/gates/judge'
import type { Policy } from '@sluice/policy/parse'

/** What a policy says of evidence that was measured before, with waivers as they stand on `asOf`. */
export function judgeAgain(policy: Policy, evidence: Evidence, asOf: string): PolicyVerdict {
  return judge(policy, evidence, { asOf, catalogue: measureCatalogue })
}

/** What judging an earlier evaluation again needs. */
export interface PastEvaluation {
  readonly evaluation: {
    readonly id: string
    readonly verdict: Status
    readonly createdAt: string
    /** At most five names. */
    readonly blocking: readonly { readonly name: string; readonly status: Status }[]
  }
  readonly evidence: Evidence
}

/** One earlier evaluation under two policies, or under what was said then and one policy. */
export interface BackTestRow {
  readonly id: string
  readonly createdAt: string
  readonly was: Status
  readonly is: Status
  /** Gates that kept the release back and no longer would. */
  readonly freed: readonly string[]
  /** Gates that would keep the release back and did not. */
  readonly caught: readonly string[]
}

/** The five names that a summary carries; where there are five, there may be more. */
const namesInSummary = 5

/** What a policy would have said of earlier evaluations, against what was said then; oldest first. */
export function backTest(policy: Policy, past: readonly PastEvaluation[], asOf: string): BackTestRow[] {
  return oldestFirst(past).map(({ evaluation, evidence }) => {
    const now = judgeAgain(policy, evidence, asOf)
    const was = evaluation.blocking.map(({ name }) => name)
    const all = was.length < namesInSummary
    return { ...about(evaluation), was: evaluation.verdict, is: now.verdict, ...moved(was, blockingOf(now), all) }
  })
}

/** What two policies say of earlier evaluations, both judged on the same day; oldest first. */
export function compareBackTests(
  before: Policy,
  after: Policy,
  past: readonly PastEvaluation[],
  asOf: string,
): BackTestRow[] {
  return oldestFirst(past).map(({ evaluation, evidence }) => {
    const [was, is] = [judgeAgain(before, evidence, asOf), judgeAgain(after, evidence, asOf)]
    return { ...about(evaluation), was: was.verdict, is: is.verdict, ...moved(blockingOf(was), blockingOf(is), true) }
  })
}

/** The evaluations that another policy would have decided otherwise. */
export function flipsOf(rows: readonly BackTestRow[]): BackTestRow[] {
  return rows.filter(({ was, is }) => was !== is)
}

function about({ id, createdAt }: PastEvaluation['evaluation']) {
  return { id, createdAt }
}

function blockingOf({ gates }: PolicyVerdict): string[] {
  return gates.filter(({ blocking }) => blocking).map(({ name }) => name)
}

function moved(was: readonly string[], is: readonly string[], knowsAll: boolean) {
  return {
    freed: was.filter((name) => !is.includes(name)),
    caught: knowsAll ? is.filter((name) => !was.includes(name)) : [],
  }
}

function oldestFirst(past: readonly PastEvaluation[]): PastEvaluation[] {
  return [...past].sort((a, b) => (a.evaluation.createdAt < b.evaluation.createdAt ? -1 : 1))
}
