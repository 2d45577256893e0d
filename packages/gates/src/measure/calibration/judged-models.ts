import type { DatasetDefinition, ModelDefinition, Policy } from '@sluice/policy'
import { calibrationMeasures } from '../../measures/index.ts'
import type { PreparedDataset } from '../prepare-dataset.ts'

/** A model whose calibration is looked into: where it is judged, and where calibrators for it are fitted. */
export interface JudgedModel {
  readonly model: ModelDefinition
  readonly judged: PreparedDataset
  /** `judged` itself where no other dataset is at hand. */
  readonly fitting: PreparedDataset
}

/**
 * The models of a policy whose probabilities are held to something: those that a gate asks a calibration measure of,
 * where it asks, with what they are compared to, and those that are calibrated, wherever a gate judges them.
 */
export function judgedModels(policy: Policy, datasets: readonly PreparedDataset[]): JudgedModel[] {
  return datasets.flatMap((judged) =>
    policy.models
      .filter((model) => isJudged(policy, model, judged.name))
      .map((model) => ({ model, judged, fitting: fittingFor(policy, model, judged, datasets) })),
  )
}

function isJudged(policy: Policy, { name, calibrate }: ModelDefinition, dataset: string): boolean {
  return policy.gates.some(({ on, model, versus, metric }) => {
    if (!on.includes(dataset) || (model !== name && versus !== name)) return false
    return calibrationMeasures.has(metric.name) || (calibrate !== null && calibrate.on !== dataset)
  })
}

/** What the policy fits on first, then what it sets the threshold on, then any table that is kept for such ends. */
function fittingFor(
  policy: Policy,
  { name, calibrate }: ModelDefinition,
  judged: PreparedDataset,
  datasets: readonly PreparedDataset[],
): PreparedDataset {
  const others = datasets.filter(
    (one) => one.name !== judged.name && one.data.models.some((model) => model.name === name),
  )
  const { threshold } = policy
  const declared = [calibrate?.on, threshold.kind === 'fixed' ? undefined : threshold.on]
  const named = declared.flatMap((dataset) => others.find((one) => one.name === dataset) ?? [])
  const withRole = (...roles: readonly DatasetDefinition['role'][]) =>
    others.find(({ data }) => roles.includes(data.definition.role))
  return named[0] ?? withRole('calibration', 'validation') ?? withRole(null) ?? judged
}
