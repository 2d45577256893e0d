import type { Partition } from '@sluice/dataset'
import { codeBits, MetricInputError, packCodes, placeCodes, whole } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import type { BoundMetric, MeasureContext } from '../define-measure.ts'
import type { MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'
import { keyText } from '../plan.ts'
import { inputError } from './input-error.ts'
import { differenceEvidence, measurementEvidence } from './measurement-evidence.ts'
import type { PreparedDataset } from './prepare-dataset.ts'
import type { Arrangement } from './samples/source.ts'
import type { Thresholds } from './threshold.ts'

interface Task {
  readonly key: MeasurementKey
  readonly metric: BoundMetric<unknown>
  readonly threshold: number
}

/** What measuring needs of a prepared dataset. */
export type MeasurableDataset = Pick<PreparedDataset, 'data' | 'task' | 'source' | 'partitions'>

/** What can be measured on its own: all rows together (`null`), or the slices of one partition. */
export type Job = Partition | null

/**
 * The jobs that are planned on a dataset, in the order in which evidence lists them, by as many as are arranged together:
 * their codes fit into one word a row, and come into the order of the scores in one walk.
 */
export function batchesOf({ data, partitions }: MeasurableDataset): Job[][] {
  const planned = new Set(data.plan.measurements.map((key) => key.partition))
  const measured = partitions.filter((partition) => planned.has(partition.name))
  const batches: Job[][] = planned.has(null) ? [[null]] : [[]]
  let bits = 0
  for (const partition of measured) {
    const more = codeBits(partition.slices.length)
    bits += more
    if (bits > 32) {
      batches.push([])
      bits = more
    }
    batches.at(-1)!.push(partition)
  }
  return batches
}

/** Measures what is planned on one dataset: all rows first, then each slice definition in one pass. */
export function measureDataset(
  policy: Policy,
  dataset: MeasurableDataset,
  thresholds: Thresholds,
): MeasurementEvidence[] {
  return batchesOf(dataset).flatMap((batch) => {
    for (const { order } of arrange(dataset, batch)) {
      packCodes(order, whole)
      placeCodes(order, whole)
    }
    return batch.flatMap((job) => measureJob(policy, dataset, thresholds, job))
  })
}

/** What is to be packed and placed before the jobs of a batch are measured. */
export function arrange({ data, source }: MeasurableDataset, batch: readonly Job[]): readonly Arrangement[] {
  const partitions = batch.filter((job) => job !== null)
  const names = new Set(partitions.map(({ name }) => name))
  const keys = data.plan.measurements.filter(({ partition }) => partition !== null && names.has(partition))
  return source.arrange?.(partitions, modelsOf(keys)) ?? []
}

/** Measures one job of a batch that is arranged; jobs do not depend on each other. */
export function measureJob(
  policy: Policy,
  dataset: MeasurableDataset,
  thresholds: Thresholds,
  job: Job,
): MeasurementEvidence[] {
  const tasks = dataset.data.plan.measurements
    .filter((key) => key.partition === (job?.name ?? null))
    .map((key) => taskOf(policy, dataset, key, thresholds))
  if (job !== null) return measurePartition(policy, dataset, job, tasks)
  return tasks.map((task) => {
    const samples = new Map(modelsOf([task.key]).map((model) => [model, dataset.source.all(model)]))
    return measureOne(policy, task, 'all', samples)
  })
}

function measurePartition(
  policy: Policy,
  dataset: MeasurableDataset,
  partition: Partition,
  tasks: readonly Task[],
): MeasurementEvidence[] {
  const bySlice: MeasurementEvidence[][] = []
  dataset.source.forEachSlice(partition, modelsOf(tasks.map(({ key }) => key)), (code, samples) => {
    const { name } = partition.slices[code]!
    bySlice.push(tasks.map((task) => measureOne(policy, task, name, samples)))
  })
  // Measurements of one key stand together, slices in the partition's order.
  return tasks.flatMap((_, i) => bySlice.map((slice) => slice[i]!))
}

function taskOf(policy: Policy, dataset: MeasurableDataset, key: MeasurementKey, thresholds: Thresholds): Task {
  const threshold = thresholds.get(key.model) ?? 0.5
  const context: MeasureContext = { threshold, seed: seedFromText(policy.sha256 + keyText(key)) }
  const make = measures.get(key.metric)?.measure[dataset.task]
  if (make === undefined)
    throw new Error(`the policy was loaded with another catalogue: no measure '${key.metric}' for ${dataset.task}`)
  return { key, metric: make(key.options, context) as BoundMetric<unknown>, threshold }
}

function measureOne(
  policy: Policy,
  task: Task,
  slice: string,
  samples: ReadonlyMap<string, unknown>,
): MeasurementEvidence {
  const { key, metric } = task
  try {
    const candidate = samples.get(key.model)
    if (key.versus === null) return measurementEvidence(task, slice, metric.estimate(candidate))
    const baseline = samples.get(key.versus)
    return differenceEvidence(task, slice, metric.compare(candidate, baseline), { candidate, baseline })
  } catch (error) {
    if (error instanceof MetricInputError) throw atGate(policy, key, error)
    throw error
  }
}

/** Scores that a metric refuses are the data's fault, said at the gate that asked for the metric. */
function atGate(policy: Policy, key: MeasurementKey, error: MetricInputError) {
  const gate = policy.gates.find(
    (one) => one.metric.name === key.metric && one.model === key.model && one.on.includes(key.dataset),
  )
  return inputError({
    code: error.code.replaceAll('_', '-'),
    message: `${key.metric} of '${key.model}' on '${key.dataset}': ${error.message}`,
    hint: 'Correct the column where the table is made, or choose a measure that takes such scores: sluice explain',
    location: gate?.location ?? { file: policy.file, line: 1, column: 1 },
    path: gate === undefined ? 'gates' : `gates.${gate.name}`,
  })
}

function modelsOf(keys: readonly MeasurementKey[]): string[] {
  return [...new Set(keys.flatMap((key) => (key.versus === null ? [key.model] : [key.model, key.versus])))]
}
