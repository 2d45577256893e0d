import { isPacked, type Partition } from '@sluice/dataset'
import { codeBits, MetricInputError, packCodes, placeCodes, whole } from '@sluice/metrics'
import type { Policy } from '@sluice/policy'
import { seedFromText } from '@sluice/stats'
import type { BoundMetric, MeasureContext } from '../define-measure.ts'
import type { MeasurementEvidence, MeasurementKey } from '../evidence.ts'
import { measures } from '../measures/index.ts'
import { keyText } from '../plan.ts'
import { expand, outputsOf } from './columns.ts'
import { inputError } from './input-error.ts'
import { differenceEvidence, measurementEvidence } from './measurement-evidence.ts'
import type { PreparedDataset } from './prepare-dataset.ts'
import type { Arrangement } from './samples/source.ts'
import type { Thresholds } from './threshold.ts'

interface Task {
  readonly key: MeasurementKey
  readonly metric: BoundMetric<unknown>
  readonly threshold: number
  readonly outputs: readonly string[]
}

/** What measuring needs of a prepared dataset. */
export type MeasurableDataset = Pick<PreparedDataset, 'data' | 'task' | 'source' | 'partitions'>

/** What can be measured on its own: the slices of one partition, or all rows together (`null`). */
export interface Job {
  readonly partition: Partition | null
  readonly keys: readonly MeasurementKey[]
}

/** So many measurements of all rows are one job: small ones even out what threads have to do. */
const measurementsTogether = 2

/**
 * The jobs that are planned on a dataset, in the order in which evidence lists them, by as many as are arranged together:
 * their codes lie, or fit, in one word a row, and come into the order of the scores in one walk.
 */
export function batchesOf({ data, partitions }: MeasurableDataset): Job[][] {
  const { measurements } = data.plan
  const whole = measurements.filter((key) => key.partition === null)
  const batches: Job[][] = [[]]
  for (let at = 0; at < whole.length; at += measurementsTogether) {
    batches[0]!.push({ partition: null, keys: whole.slice(at, at + measurementsTogether) })
  }
  let open: { readonly words: Uint32Array | null; readonly bits: number } | null = null
  for (const partition of partitions) {
    const keys = measurements.filter((key) => key.partition === partition.name)
    if (keys.length === 0) continue
    const { codes, slices } = partition
    const words: Uint32Array | null = isPacked(codes) ? codes.words : null
    const bits: number = (open?.bits ?? 0) + (isPacked(codes) ? codes.bits : codeBits(slices.length))
    const fits: boolean = open === null || (open.words === words && bits <= 32)
    if (!fits) batches.push([])
    batches.at(-1)!.push({ partition, keys })
    open = { words, bits: fits ? bits : bits - open!.bits }
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
export function arrange({ source }: Pick<MeasurableDataset, 'source'>, batch: readonly Job[]): readonly Arrangement[] {
  const sliced = batch.filter((job) => job.partition !== null)
  const models = modelsOf(sliced.flatMap(({ keys }) => keys))
  return (
    source.arrange?.(
      sliced.map(({ partition }) => partition!),
      models,
    ) ?? []
  )
}

/** Measures one job of a batch that is arranged; jobs do not depend on each other. */
export function measureJob(
  policy: Policy,
  dataset: MeasurableDataset,
  thresholds: Thresholds,
  { partition, keys }: Job,
): MeasurementEvidence[] {
  const tasks = keys.map((key) => taskOf(policy, dataset, key, thresholds))
  if (partition !== null) return measurePartition(policy, dataset, partition, tasks)
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
  const metric = make(key.options, context) as BoundMetric<unknown>
  return { key, metric, threshold, outputs: outputNames(policy, dataset) }
}

/** The classes or labels, in the order in which samples hold them. */
function outputNames(policy: Policy, { task, data }: MeasurableDataset): readonly string[] {
  const { definition, models, available } = data
  if (task === 'multilabel') return expand(definition.columns.labels ?? [], available)
  return task === 'multiclass' ? outputsOf(models[0]!, available, policy).map(({ name }) => name) : []
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
    if (measures.get(key.metric)!.subject === 'pair')
      return measurementEvidence(task, slice, metric.compare(candidate, baseline))
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
    message: `${key.metric} of '${key.model}' on '${key.dataset}': ${error.tableMessage}`,
    hint:
      error.code === 'invalid_option'
        ? `Correct the options of the metric, or what the model declares: sluice explain ${key.metric}`
        : 'Correct the column where the table is made, or choose a measure that takes such scores: sluice explain',
    location: gate?.location ?? { file: policy.file, line: 1, column: 1 },
    path: gate === undefined ? 'gates' : `gates.${gate.name}`,
  })
}

function modelsOf(keys: readonly MeasurementKey[]): string[] {
  return [...new Set(keys.flatMap((key) => (key.versus === null ? [key.model] : [key.model, key.versus])))]
}
