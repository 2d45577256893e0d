import { codesOf, type Partition } from '@sluice/dataset'
import type { DataProfile, DatasetProfile, Policy, SliceProfile } from '@sluice/policy'
import { isAsked } from './calls/predictions.ts'
import { prepareDataset } from './measure/prepare-dataset.ts'
import { type DatasetData, type ReadOptions, readPolicyData } from './measure/read-policy-data.ts'
import { sayingAllOfRows } from './measure/row-problems.ts'
import { binaryLabels } from './measure/samples/binary.ts'

/**
 * Counts what lint wants to know of the data: rows, and positives where there is a positive class, of every dataset and
 * of every slice that a gate uses.
 *
 * No model is asked for predictions, unless slices are searched by what it gets wrong.
 *
 * @throws PolicyError as measuring does: data that cannot be measured is a finding of its own
 */
export async function profilePolicy(policy: Policy, options: ReadOptions = {}): Promise<DataProfile> {
  const data = await readPolicyData(policy, { ...options, asks: false })
  return sayingAllOfRows(policy, data, () => ({
    datasets: Object.fromEntries(data.map((one) => [one.definition.name, profileOf(policy, one)])),
  }))
}

function profileOf(policy: Policy, data: DatasetData): DatasetProfile {
  // Of models that were not asked there is nothing to look at.
  const known = { ...data, models: data.models.filter((model) => !isAsked(model)) }
  const { partitions } = prepareDataset(policy, known, null)
  const extra = { weights: undefined, clusters: undefined }
  const labels = policy.task === 'binary' ? binaryLabels({ policy, data, table: data.table, extra }) : null
  const slices: Record<string, SliceProfile[]> = {}
  const outside: Record<string, number> = {}
  for (const partition of partitions) {
    outside[partition.name] = data.table.rows - partition.slices.reduce((sum, slice) => sum + slice.rows, 0)
    slices[partition.name] = [...(slices[partition.name] ?? []), ...sliceProfiles(partition, labels)]
  }
  return {
    rows: data.table.rows,
    positives: labels === null ? null : labels.reduce((sum, label) => sum + label, 0),
    slices,
    outside,
  }
}

function sliceProfiles(partition: Partition, labels: Uint8Array | null): SliceProfile[] {
  const { slices } = partition
  const codes = codesOf(partition)
  const positives = new Float64Array(slices.length)
  if (labels !== null) {
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!
      if (code < slices.length) positives[code]! += labels[row]!
    }
  }
  return slices.map(({ name, rows }, code) => ({
    slice: name,
    rows,
    positives: labels === null ? null : positives[code]!,
  }))
}
