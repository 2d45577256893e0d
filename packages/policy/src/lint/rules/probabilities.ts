import { gateWarning, type LintInput } from '../finding.ts'
import { probabilityQuality, rankingQuality } from '../measure-traits.ts'

/** Ranking is gated and the probabilities are not. */
export function probabilitiesUnjudged({ policy }: LintInput) {
  if (policy.task !== 'binary' && policy.task !== 'multiclass' && policy.task !== 'multilabel') return []
  const ranking = policy.gates.find((gate) => rankingQuality.includes(gate.metric.name))
  if (ranking === undefined || policy.gates.some((gate) => probabilityQuality.includes(gate.metric.name))) return []
  return [
    gateWarning(ranking, {
      code: 'probabilities-unjudged',
      message: 'the policy judges how the model ranks, and nowhere whether its probabilities are right',
      why: 'Ranking is blind to any monotone distortion of the scores; a threshold, a price or a reserve is not (Gneiting & Raftery 2007; Guo et al. 2017).',
      hint: 'Add a proper score or a calibration gate: { name: honest-probabilities, metric: log_loss, versus: BASELINE, max_delta: 0 }, or ece with a max.',
    }),
  ]
}

/** The threshold is chosen on the rows that it is judged on. */
export function thresholdChosenOnTest({ policy, catalogue }: LintInput) {
  const { threshold } = policy
  if (threshold.kind === 'fixed') return []
  const gate = policy.gates.find(
    (one) =>
      one.on.length === 1 &&
      one.on[0] === threshold.on &&
      catalogue.measures.get(one.metric.name)?.needs.includes('threshold') === true,
  )
  if (gate === undefined) return []
  return [
    gateWarning(gate, {
      code: 'threshold-chosen-on-test',
      message: `'${gate.name}' judges on '${threshold.on}', the rows on which the threshold was chosen`,
      why: 'A threshold fits the noise of the rows it was chosen on, so the value is too good and its interval too short (Hastie, Tibshirani & Friedman 2009, section 7.10).',
      hint: 'Choose the threshold on another dataset: threshold: { …, on: validation }.',
    }),
  ]
}
