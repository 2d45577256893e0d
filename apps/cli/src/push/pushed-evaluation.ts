import { type Evidence, evidenceToPush, judge, measureCatalogue } from '@sluice/gates'
import type { Policy } from '@sluice/policy'
import type { Origin, PolicyFileText, PushedEvaluation } from '@sluice/store'

/** One evaluation as it leaves the machine: without rows of a table and the values of small slices, judged as it is sent. */
export function pushedEvaluation(
  policy: Policy,
  files: readonly PolicyFileText[],
  evidence: Evidence,
  { asOf, origin }: { asOf: string; origin: Origin },
): PushedEvaluation {
  const sent = evidenceToPush(policy, evidence)
  return { verdict: judge(policy, sent, { asOf, catalogue: measureCatalogue }), evidence: sent, policy: files, origin }
}
