import type { Policy } from '@sluice/policy'
import { definitionsOf } from '../definitions.ts'
import type { DatasetEvidence, Evidence, MeasurementEvidence } from '../evidence.ts'
import { describeCalibration } from './calibration/describe-calibration.ts'
import { curvesOf } from './curves.ts'
import { derivePredictions } from './derive/derive-predictions.ts'
import { measureDataset } from './measure-dataset.ts'
import { type PreparedDataset, prepareDataset } from './prepare-dataset.ts'
import type { DatasetData } from './read-policy-data.ts'
import type { Orders } from './samples/source.ts'
import { resolveThresholds, type Thresholds } from './threshold.ts'

export interface MeasureDataOptions {
  readonly version: string
  readonly onProgress?: (text: string) => void
  /** Which rows of a dataset to measure (1 keeps, 0 leaves out); absent: all. */
  readonly keep?: (dataset: string, rows: number) => Uint8Array
  /** Whether evidence holds the curves too; default true. */
  readonly curves?: boolean
}

/** Measures data that has been read. No file, network or clock: the same data gives the same evidence, bit for bit. */
export function measureData(policy: Policy, data: readonly DatasetData[], options: MeasureDataOptions): Evidence {
  return measureDataWithThresholds(policy, data, options).evidence
}

/** The same, with the thresholds that were chosen on the way. */
export function measureDataWithThresholds(
  policy: Policy,
  data: readonly DatasetData[],
  options: MeasureDataOptions,
): { readonly evidence: Evidence; readonly thresholds: Thresholds } {
  const prepared = prepareData(policy, data, options)
  const measurements = prepared.datasets.flatMap((dataset) => {
    options.onProgress?.(`measuring ${dataset.name}`)
    return measureDataset(policy, dataset, prepared.thresholds)
  })
  return { evidence: assembleEvidence(policy, prepared, measurements, options), thresholds: prepared.thresholds }
}

/** Everything that is settled before the first measurement. */
export interface PreparedData {
  readonly datasets: readonly PreparedDataset[]
  readonly thresholds: Thresholds
}

/** Checks the data, makes its samples and chooses the thresholds; `orders` by dataset where rows are sorted already. */
export function prepareData(
  policy: Policy,
  data: readonly DatasetData[],
  { keep, orders }: Pick<MeasureDataOptions, 'keep'> & { readonly orders?: ReadonlyMap<string, Orders> } = {},
): PreparedData {
  const datasets = derivePredictions(policy, data).map((one) => {
    const { name } = one.definition
    return prepareDataset(policy, one, keep?.(name, one.table.rows) ?? null, orders?.get(name))
  })
  return { datasets, thresholds: resolveThresholds(policy, datasets) }
}

/** Evidence of what was measured. */
export function assembleEvidence(
  policy: Policy,
  { datasets }: PreparedData,
  measurements: readonly MeasurementEvidence[],
  { version, curves, onProgress }: Pick<MeasureDataOptions, 'version' | 'curves' | 'onProgress'>,
): Evidence {
  const drawn = curves !== false
  const calibration = drawn ? describeCalibration(policy, datasets, onProgress) : []
  return {
    schema: 'sluice.evidence/1',
    model: policy.model,
    policy: { file: policy.file, sha256: policy.sha256 },
    engine: { name: 'sluice', version },
    definitions: definitionsOf(policy),
    datasets: datasets.map(datasetEvidence),
    measurements,
    curves: drawn ? datasets.flatMap((dataset) => curvesOf(dataset)) : [],
    ...(calibration.length > 0 && { calibration }),
  }
}

function datasetEvidence({ name, rows, data, partitions, searches, notes }: PreparedDataset): DatasetEvidence {
  const slices: Record<string, string[]> = Object.fromEntries(data.plan.slices.map((slice) => [slice, []]))
  for (const partition of partitions) slices[partition.name]?.push(...partition.slices.map((slice) => slice.name))
  return { name, rows, inputs: data.table.inputs, slices, notes, ...(searches.length > 0 && { searches }) }
}
