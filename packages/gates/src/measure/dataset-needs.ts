import type { DatasetDefinition, ModelDefinition, Policy, SliceDefinition } from '@sluice/policy'
import type { DatasetPlan } from '../plan.ts'

/** What a policy has to read of one dataset. */
export interface DatasetNeeds {
  readonly planned: DatasetPlan
  readonly definition: DatasetDefinition
  readonly models: readonly ModelDefinition[]
  readonly slices: readonly SliceDefinition[]
}

/** What is planned on a dataset, with the definitions that its names stand for. */
export function needsOf(policy: Policy, planned: DatasetPlan): DatasetNeeds {
  return {
    planned,
    definition: policy.datasets.find((dataset) => dataset.name === planned.dataset)!,
    models: policy.models.filter(
      (model) => planned.models.includes(model.name) || setsThreshold(policy, planned.dataset),
    ),
    slices: policy.slices.filter((slice) => planned.slices.includes(slice.name)),
  }
}

/** Whether the policy's threshold is chosen on this dataset, so that every model is needed there. */
function setsThreshold(policy: Policy, dataset: string): boolean {
  return policy.threshold.kind !== 'fixed' && policy.threshold.on === dataset
}
