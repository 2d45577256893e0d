import type { Policy } from '@sluice/policy'
import type { PreparedDataset } from '../prepare-dataset.ts'
import { binaryTask, multiclassTask } from './calibrated-task.ts'
import type { CalibrationEvidence } from './calibration-evidence.ts'
import { type DescribedScores, describeScores } from './describe-scores.ts'
import { type JudgedModel, judgedModels } from './judged-models.ts'

/**
 * How honest the probabilities of a policy's models are and what each calibrator would make of them: of every model and
 * dataset that a gate asks calibration of, and of every model that is calibrated. Empty where nobody asks. Pure; seeded by
 * the policy, so that the chooser chooses as it does for the gates. Models of the same scores share what these give.
 */
export function describeCalibration(
  policy: Policy,
  datasets: readonly PreparedDataset[],
  onProgress?: (text: string) => void,
): CalibrationEvidence[] {
  if (policy.task !== 'binary' && policy.task !== 'multiclass') return []
  const models = judgedModels(policy, datasets)
  const described = new Map<JudgedModel, DescribedScores>()
  return models.map((one) => {
    onProgress?.(`comparing calibrators of ${one.model.name} on ${one.judged.name}`)
    const leader = leaderOf(one, models)
    const scores =
      described.get(leader) ??
      (policy.task === 'binary'
        ? describeScores(binaryTask, policy, leader)
        : describeScores(multiclassTask, policy, leader))
    described.set(leader, scores)
    return scores.evidenceOf(one)
  })
}

/** Of models with the same scores on the same rows the one whose calibrator is chosen for its gates, or the first. */
function leaderOf(one: JudgedModel, models: readonly JudgedModel[]): JudgedModel {
  const alike = models.filter((other) => other === one || haveSameScores(one, other))
  return alike.find(({ model }) => model.calibrate?.method === 'auto') ?? alike[0]!
}

function haveSameScores(one: JudgedModel, other: JudgedModel): boolean {
  const [a, b] = [one.model, other.model]
  return (
    one.judged === other.judged &&
    one.fitting === other.fitting &&
    a.call === null &&
    b.call === null &&
    a.score === b.score &&
    JSON.stringify(a.probabilities) === JSON.stringify(b.probabilities)
  )
}
