import { gateWarning, type LintInput, percent, profileOf } from '../finding.ts'
import { rareClassQuality } from '../measure-traits.ts'

/** Positives rarer than this make ROC-AUC look better than the model is. */
const rareBelow = 0.1
/** A majority larger than this makes accuracy a matter of the majority. */
const lopsidedAbove = 0.8

/** ROC-AUC alone where positives are rare; one finding for each dataset. */
export function rocAucWithRarePositives({ policy, profile }: LintInput) {
  const reported = new Set<string>()
  return policy.gates.flatMap((gate) => {
    const dataset = gate.on[0]!
    const counts = profileOf(gate, profile)
    if (gate.metric.name !== 'roc_auc' || reported.has(dataset) || counts === null || counts.positives === null)
      return []
    const share = counts.positives / counts.rows
    const accompanied = policy.gates.some(
      (other) => other.on.includes(dataset) && rareClassQuality.includes(other.metric.name),
    )
    if (!(share < rareBelow) || accompanied) return []
    reported.add(dataset)
    return gateWarning(gate, {
      code: 'roc-auc-with-rare-positives',
      message: `ROC-AUC alone judges ranking on '${dataset}', where ${percent(share)} of the rows are positive`,
      why: 'The many easy negatives dominate the curve, so a model that finds few positives can still score high (Davis & Goadrich 2006; Saito & Rehmsmeier 2015).',
      hint: 'Add a gate on pr_auc, or on recall_at_precision where a decision is made.',
    })
  })
}

/** Accuracy where one class is most of the data. */
export function accuracyWithMajority({ policy, profile }: LintInput) {
  return policy.gates.flatMap((gate) => {
    const counts = profileOf(gate, profile)
    if (gate.metric.name !== 'accuracy' || counts === null || counts.positives === null) return []
    const majority = Math.max(counts.positives, counts.rows - counts.positives) / counts.rows
    if (!(majority > lopsidedAbove)) return []
    const { condition } = gate
    const trivial = condition.kind === 'min' && condition.bound <= majority
    return gateWarning(gate, {
      code: 'accuracy-with-majority',
      message: trivial
        ? `always answering the majority class reaches an accuracy of ${percent(majority)} on '${gate.on[0]}', which passes '${gate.name}'`
        : `'${gate.name}' judges accuracy on '${gate.on[0]}', where one class is ${percent(majority)} of the rows`,
      why: 'Accuracy follows the class shares, not what the model knows of the rare class (Provost, Fawcett & Kohavi 1998).',
      hint: 'Judge balanced_accuracy, mcc, or recall and precision instead.',
    })
  })
}
