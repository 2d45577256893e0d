import type { Policy } from '@sluice/policy'
import type { DatasetEvidence, Evidence, MeasurementEvidence } from '../evidence.ts'
import { curvesOf } from './curves.ts'
import { measureDataset } from './measure-dataset.ts'
import { type PreparedDataset, prepareDataset } from './prepare-dataset.ts'
import type { DatasetData } from './read-policy-data.ts'
import { resolveThresholds } from './threshold.ts'

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
  const prepared = data.map((one) =>
    prepareDataset(policy, one, options.keep?.(one.definition.name, one.table.rows) ?? null),
  )
  const thresholds = resolveThresholds(policy, prepared)
  const measurements: MeasurementEvidence[] = []
  for (const dataset of prepared) {
    options.onProgress?.(`measuring ${dataset.name}`)
    measurements.push(...measureDataset(policy, dataset, thresholds))
  }
  return {
    schema: 'sluice.evidence/1',
    model: policy.model,
    policy: { file: policy.file, sha256: policy.sha256 },
    engine: { name: 'sluice', version: options.version },
    datasets: prepared.map(datasetEvidence),
    measurements,
    curves: options.curves === false ? [] : prepared.flatMap((dataset) => curvesOf(dataset)),
  }
}

function datasetEvidence({ name, rows, data, notes }: PreparedDataset): DatasetEvidence {
  return { name, rows, inputs: data.table.inputs, notes }
}
