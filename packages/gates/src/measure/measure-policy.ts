import type { Policy } from '@sluice/policy'
import type { Evidence, MeasurementEvidence } from '../evidence.ts'
import { withReadings } from '../instruments/instrument.ts'
import { compareVariants } from '../variants/compare-variants.ts'
import { assembleEvidence, measureDataWithThresholds, prepareData } from './measure-data.ts'
import { readPolicyData } from './read-policy-data.ts'
import { sayingAllOfRows } from './row-problems.ts'
import { Threads } from './threads/threads.ts'
import type { Thresholds } from './threshold.ts'

export interface MeasureOptions {
  /** The version of Sluice that evidence states. */
  readonly version: string
  /** The day of the run, which the age of labels is counted to: the one that waivers are held against. */
  readonly asOf?: string
  readonly onProgress?: (text: string) => void
  /** Whether evidence holds the curves too; default true. */
  readonly curves?: boolean
  /** A module that calls `serveJobs`: large data is measured on more threads then. Absent: on this one. */
  readonly worker?: URL
}

/**
 * Measures what a policy needs: one scan a dataset, scores sorted once a model, every slice from that order; then what
 * instruments measure. Without latencies, the same inputs give the same evidence, bit for bit.
 *
 * @throws PolicyError where the data is not what the policy says: a missing file or column, a third class, NaN scores,
 * probabilities outside [0, 1], duplicate ids. Bad data never becomes a verdict.
 */
export async function measurePolicy(policy: Policy, options: MeasureOptions): Promise<Evidence> {
  const { evidence: tables, thresholds } = await measureTables(policy, options)
  const evidence = await withReadings(policy, tables, { ...options, thresholds })
  const variants = compareVariants(policy, evidence)
  // Curves stand last: a store keeps them apart and puts them back there, and its text is hashed.
  const { curves, ...rest } = evidence
  return { ...rest, ...(variants !== null && { variants }), curves }
}

/** What the tables alone say, and the thresholds that were chosen on them. */
export interface TableEvidence {
  readonly evidence: Evidence
  readonly thresholds: Thresholds
}

export async function measureTables(policy: Policy, options: MeasureOptions): Promise<TableEvidence> {
  const { worker, onProgress } = options
  if (worker === undefined) {
    const data = await readPolicyData(policy, options)
    return sayingAllOfRows(policy, data, () => measureDataWithThresholds(policy, data, options))
  }
  const threads = new Threads(policy, worker)
  try {
    const data = await readPolicyData(policy, {
      ...options,
      onOpen: (rows, planned) => threads.start(rows, planned),
      onColumns: (early) => threads.sort(early),
    })
    return await sayingAllOfRows(policy, data, async () => {
      const prepared = prepareData(policy, data, { orders: await threads.sorted() })
      const measurements: MeasurementEvidence[] = []
      for (const dataset of prepared.datasets) {
        onProgress?.(`measuring ${dataset.name}`)
        measurements.push(...(await threads.measure(dataset, prepared.thresholds)))
      }
      return { evidence: assembleEvidence(policy, prepared, measurements, options), thresholds: prepared.thresholds }
    })
  } finally {
    await threads.close()
  }
}
