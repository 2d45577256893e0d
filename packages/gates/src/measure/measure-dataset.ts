import type { Partition } from '@sluice/dataset'
import { codesTogether, MetricInputError } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import type { BoundMetric, MeasureContext } from '../define-measure.ts'
import type { MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'
import { keyText } from '../plan.ts'
import { inputError } from './input-error.ts'
import { differenceEvidence, measurementEvidence } from './measurement-evidence.ts'
import type { PreparedDataset } from './prepare-dataset.ts'
import type { Thresholds } from './threshold.ts'

interface Task {
  readonly key: MeasurementKey
  readonly metric: BoundMetric<unknown>
  readonly threshold: number
}

/** What measuring needs of a prepared dataset. */
export type MeasurableDataset = Pick<PreparedDataset, 'data' | 'task' | 'source' | 'partitions'>

/** What can be measured on its own: all rows together (`null`), or a few partitions. */
export type Job = readonly Partition[] | null

/**
 * The jobs that are planned on a dataset, in the order in which evidence lists them: up to four partitions each, fewer
 * where some of the threads would go without.
 */
export function jobsOf({ data, partitions }: MeasurableDataset, threads: number): Job[] {
  const planned = new Set(data.plan.measurements.map((key) => key.partition))
  const measured = partitions.filter((partition) => planned.has(partition.name))
  const together = Math.min(codesTogether, Math.ceil(measured.length / threads))
  const jobs: Job[] = planned.has(null) ? [null] : []
  for (let from = 0; from < measured.length; from += together) jobs.push(measured.slice(from, from + together))
  return jobs
}

/** Measures what is planned on one dataset: all rows first, then each slice definition in one pass. */
export function measureDataset(
  policy: Policy,
  dataset: MeasurableDataset,
  thresholds: Thresholds,
): MeasurementEvidence[] {
  return jobsOf(dataset, 1).flatMap((job) => measureJob(policy, dataset, thresholds, job))
}

/** Measures one job; jobs do not depend on each other. */
export function measureJob(
  policy: Policy,
  dataset: MeasurableDataset,
  thresholds: Thresholds,
  job: Job,
): MeasurementEvidence[] {
  const tasksOn = (partition: string | null) =>
    dataset.data.plan.measurements
      .filter((key) => key.partition === partition)
      .map((key) => taskOf(policy, dataset, key, thresholds))
  if (job === null) {
    return tasksOn(null).map((task) => {
      const samples = new Map(modelsOf([task]).map((model) => [model, dataset.source.all(model)]))
      return measureOne(policy, task, 'all', samples)
    })
  }
  dataset.source.expect?.(job, modelsOf(job.flatMap(({ name }) => tasksOn(name))))
  return job.flatMap((partition) => measurePartition(policy, dataset, partition, tasksOn(partition.name)))
}

function measurePartition(
  policy: Policy,
  dataset: MeasurableDataset,
  partition: Partition,
  tasks: readonly Task[],
): MeasurementEvidence[] {
  const bySlice: MeasurementEvidence[][] = []
  dataset.source.forEachSlice(partition, modelsOf(tasks), (code, samples) => {
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

function modelsOf(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.flatMap(({ key }) => (key.versus === null ? [key.model] : [key.model, key.versus])))]
}
