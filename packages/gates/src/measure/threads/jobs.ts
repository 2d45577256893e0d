import type { Partition } from '@sluice/dataset'
import type { Policy } from '@sluice/policy'
import type { MeasurementEvidence } from '../../evidence.ts'
import { batchesOf, type MeasurableDataset, measureJob } from '../measure-dataset.ts'
import type { SourceInput } from '../prepare-dataset.ts'
import type { Arrangement, Orders } from '../samples/source.ts'
import type { Thresholds } from '../threshold.ts'

/** One dataset as a thread gets it: plain objects, and columns in shared memory. */
export interface SharedDataset {
  readonly input: SourceInput
  readonly orders: Orders | undefined
  readonly partitions: readonly Partition[]
  readonly thresholds: Thresholds
  /** Which of the batches this is about. */
  readonly batch: number
  readonly arrangements: readonly Arrangement[]
  /** How many of the batch's jobs have been taken, in shared memory: whoever adds one takes the next. */
  readonly taken: Int32Array
}

/** What became of one job of a batch; `null` where measuring it failed. */
export interface Outcome {
  readonly job: number
  readonly measurements: readonly MeasurementEvidence[] | null
}

/**
 * Takes and measures the jobs of a batch until none is left or one fails. The last ones first: partitions take long, and the
 * short jobs of all rows are left to whichever thread has time.
 */
export function takeJobs(
  policy: Policy,
  dataset: MeasurableDataset,
  { thresholds, batch, taken }: Pick<SharedDataset, 'thresholds' | 'batch' | 'taken'>,
): Outcome[] {
  const jobs = batchesOf(dataset)[batch]!
  const outcomes: Outcome[] = []
  for (;;) {
    const job = jobs.length - 1 - Atomics.add(taken, 0, 1)
    if (job < 0) return outcomes
    try {
      outcomes.push({ job, measurements: measureJob(policy, dataset, thresholds, jobs[job]!) })
    } catch {
      return [...outcomes, { job, measurements: null }]
    }
  }
}

/** Measurements in the order of their jobs; `null` where a job failed. */
export function inOrder(outcomes: readonly Outcome[]): MeasurementEvidence[] | null {
  const sorted = [...outcomes].sort((a, b) => a.job - b.job)
  if (sorted.some(({ measurements }) => measurements === null)) return null
  return sorted.flatMap(({ measurements }) => measurements!)
}
