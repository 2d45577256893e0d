import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Policy } from '@sluice/policy'
import type { MeasurementEvidence } from '../../evidence.ts'
import { jobsOf } from '../measure-dataset.ts'
import type { PreparedDataset } from '../prepare-dataset.ts'
import type { DatasetData } from '../read-policy-data.ts'
import type { Thresholds } from '../threshold.ts'
import { inOrder, type Outcome, type PostedOutcome, received, type SharedDataset, takeJobs } from './jobs.ts'

/** From this many rows times measurements on, a second thread saves more than the tenth of a second that it costs. */
const worthThreads = 2e7

/** How many threads beside this one would be of use: none for little data. */
export function usefulThreads(data: readonly DatasetData[]): number {
  const work = data.map(({ table, plan }) => table.rows * plan.measurements.length)
  if (Math.max(0, ...work) < worthThreads) return 0
  const jobs = data.map(({ table }) => table.partitions.length + 1)
  return Math.min(availableParallelism(), Math.max(...jobs)) - 1
}

/** Worker threads that measure beside this one. They start at once, so that they are up when the data is ready. */
export class Threads {
  readonly #workers: readonly Worker[]
  constructor(script: URL, count: number) {
    this.#workers = Array.from({ length: count }, () => new Worker(script))
  }

  /**
   * Measures a dataset on all threads. The same evidence, bit for bit, as on one.
   *
   * @throws what `measureDataset` throws
   */
  async measure(policy: Policy, dataset: PreparedDataset, thresholds: Thresholds): Promise<MeasurementEvidence[]> {
    const { input, source, partitions, data } = dataset
    if (source.orders !== undefined) for (const model of data.plan.models) source.all(model)
    const taken = new Int32Array(new SharedArrayBuffer(4))
    const work: SharedDataset = { input, orders: source.orders, partitions, thresholds, taken }
    const answers = this.#workers.slice(0, jobsOf(dataset).length - 1).map((worker) => answerOf(worker, work))
    const own = takeJobs(policy, dataset, thresholds, taken)
    return inOrder([...own, ...(await Promise.all(answers)).flat()])
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

async function answerOf(worker: Worker, work: SharedDataset): Promise<Outcome[]> {
  const answer = once(worker, 'message')
  worker.postMessage(work)
  const [outcomes] = (await answer) as [PostedOutcome[]]
  return outcomes.map(received)
}
