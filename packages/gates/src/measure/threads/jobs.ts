import type { Partition } from '@sluice/dataset'
import { type Policy, PolicyError, type Problem } from '@sluice/policy'
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

/** What became of one job of a batch. */
export type Outcome =
  | { readonly job: number; readonly measurements: readonly MeasurementEvidence[] }
  | { readonly job: number; readonly failure: unknown }

/**
 * Takes and measures the jobs of a batch until none is left or one fails.
 *
 * Jobs are taken in their order by all threads together, so that every job before one that failed has been taken by
 * somebody who finishes it: the first failure is the same however many threads there are.
 */
export function takeJobs(
  policy: Policy,
  dataset: MeasurableDataset,
  { thresholds, batch, taken }: Pick<SharedDataset, 'thresholds' | 'batch' | 'taken'>,
): Outcome[] {
  const jobs = batchesOf(dataset)[batch]!
  const outcomes: Outcome[] = []
  for (;;) {
    const job = Atomics.add(taken, 0, 1)
    if (job >= jobs.length) return outcomes
    try {
      outcomes.push({ job, measurements: measureJob(policy, dataset, thresholds, jobs[job]!) })
    } catch (failure) {
      outcomes.push({ job, failure })
      return outcomes
    }
  }
}

/** Measurements in the order of their jobs. @throws what the first failing job threw */
export function inOrder(outcomes: readonly Outcome[]): MeasurementEvidence[] {
  const sorted = [...outcomes].sort((a, b) => a.job - b.job)
  return sorted.flatMap((outcome) => {
    if ('failure' in outcome) throw outcome.failure
    return outcome.measurements
  })
}

/** An outcome as it crosses threads: a copied error keeps its message but not what makes it a `PolicyError`. */
export type PostedOutcome =
  | Exclude<Outcome, { failure: unknown }>
  | { job: number; failure: unknown; problems?: readonly Problem[] }

/** Makes an outcome fit for posting. */
export function posted(outcome: Outcome): PostedOutcome {
  if (!('failure' in outcome) || !(outcome.failure instanceof PolicyError)) return outcome
  return { ...outcome, problems: outcome.failure.problems }
}

/** Undoes `posted`. */
export function received(outcome: PostedOutcome): Outcome {
  if (!('problems' in outcome) || outcome.problems === undefined) return outcome
  return { job: outcome.job, failure: new PolicyError(outcome.problems) }
}
