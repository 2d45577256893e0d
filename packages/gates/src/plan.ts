import type { Gate, ModelDefinition, Policy } from '@sluice/policy'
import type { InstrumentName } from './define-measure.ts'
import type { MeasurementEvidence, MeasurementKey } from './evidence.ts'
import { measures } from './measures/index.ts'
import { variantKeys } from './variants/variant-keys.ts'

/** The measurements that a policy needs, each once. No data has been touched. */
export interface Plan {
  readonly datasets: readonly DatasetPlan[]
  /** What needs more than a model's scores, by the instrument that measures it; only those that have something to do. */
  readonly instruments: ReadonlyMap<InstrumentName, readonly MeasurementKey[]>
}

/** One scan: what is read of a dataset and measured on it. */
export interface DatasetPlan {
  readonly dataset: string
  /** Names of the slice definitions that any measurement uses, in the policy's order. */
  readonly slices: readonly string[]
  readonly models: readonly string[]
  readonly measurements: readonly MeasurementKey[]
}

/**
 * Collects the measurements that the gates and `variants` ask for, once each however many share one.
 *
 * Every measurement that is asked for by slice is also planned over all rows: a reader of a failing slice wants to know
 * what the whole looks like.
 */
export function plan(policy: Policy): Plan {
  const planned = new Map<string, MeasurementKey>()
  for (const gate of policy.gates) {
    for (const key of keysOf(gate)) planned.set(keyText(key), key)
  }
  for (const key of variantKeys(policy)) planned.set(keyText(key), key)
  const instrumentOf = (key: MeasurementKey) => measures.get(key.metric)?.instrument
  const keys = [...planned.values()].filter((key) => instrumentOf(key) === undefined)
  const instruments = new Map<InstrumentName, MeasurementKey[]>()
  for (const key of planned.values()) {
    const name = instrumentOf(key)
    if (name !== undefined) instruments.set(name, [...(instruments.get(name) ?? []), key])
  }
  const datasets = policy.datasets
    .map((dataset) => datasetPlan(policy, dataset.name, keys))
    .filter(
      (dataset) =>
        dataset.measurements.length > 0 || dataset.models.length > 0 || isThresholdSource(policy, dataset.dataset),
    )
  return { datasets, instruments }
}

/** What one gate reads: for each of its datasets, all rows and each of its slice definitions. */
export function keysOf(gate: Gate): MeasurementKey[] {
  return gate.on.flatMap((dataset) =>
    [null, ...gate.slices].map((partition) => ({
      dataset,
      model: gate.model,
      versus: gate.versus,
      metric: gate.metric.name,
      options: gate.metric.options,
      partition,
    })),
  )
}

/** A measurement's identity as text, the same for evidence and plan. */
export function keyText(key: MeasurementKey | MeasurementEvidence): string {
  const { dataset, model, versus, metric, options, partition } = key
  const sorted = Object.fromEntries(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify([dataset, model, versus, metric, sorted, partition])
}

function datasetPlan(policy: Policy, dataset: string, keys: readonly MeasurementKey[]): DatasetPlan {
  const measurements = keys.filter((key) => key.dataset === dataset)
  const measured = modelsOf(measurements)
  const wanted = modelsOf(keys)
  const models = policy.models.filter(
    (model) => measured.has(model.name) || (wanted.has(model.name) && fittedOn(model).includes(dataset)),
  )
  const slices = new Set([
    ...measurements.map((key) => key.partition),
    // Conformal promises within slices need them where they are fitted, and where they are held to them.
    ...models.map((model) => model.conformal?.by),
  ])
  return {
    dataset,
    slices: policy.slices.map((slice) => slice.name).filter((name) => slices.has(name)),
    models: models.map((model) => model.name),
    measurements,
  }
}

function modelsOf(keys: readonly MeasurementKey[]): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => (key.versus === null ? [key.model] : [key.model, key.versus])))
}

/** The datasets that something between a model and its gates is fitted on. */
function fittedOn({ calibrate, conformal }: ModelDefinition): readonly string[] {
  return [calibrate, conformal].flatMap((derived) => (derived === null ? [] : [derived.on]))
}

function isThresholdSource(policy: Policy, dataset: string): boolean {
  return policy.threshold.kind !== 'fixed' && policy.threshold.on === dataset
}
