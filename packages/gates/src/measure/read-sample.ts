import type { Partition } from '@sluice/dataset'
import type { Policy } from '@sluice/policy'
import type { MeasuredTask, SampleOf } from '../define-measure.ts'
import { modelColumns } from './columns.ts'
import { prepareData } from './measure-data.ts'
import { readPolicyData } from './read-policy-data.ts'
import { sayingAllOfRows } from './row-problems.ts'

/** One model's rows as metrics read them, and the columns that its scores come from. */
export interface ReadSample<Task extends MeasuredTask> {
  readonly sample: SampleOf[Task]
  /** One column, or one an output: of a class in the order of the classes, of a quantile in ascending order. */
  readonly columns: readonly string[]
  /** Of each slice definition that a gate names. */
  readonly partitions: readonly Partition[]
}

/**
 * Reads the rows of a policy's first dataset and first model, checked as they are before measuring.
 *
 * @throws PolicyError as {@link measurePolicy}
 */
export async function readSample<Task extends MeasuredTask>(
  policy: Policy & { readonly task: Task },
  onProgress?: (text: string) => void,
): Promise<ReadSample<Task>> {
  const data = await readPolicyData(policy, onProgress === undefined ? {} : { onProgress })
  const model = policy.models[0]!
  return sayingAllOfRows(policy, data, () => {
    const { datasets } = prepareData(policy, data)
    const [dataset] = datasets
    return {
      sample: dataset!.source.all(model.name) as SampleOf[Task],
      columns: modelColumns(model, policy.task, dataset!.data.available, policy),
      partitions: dataset!.partitions,
    }
  })
}
