import { availableParallelism } from 'node:os'
import type { CodeOrder } from '@sluice/metrics'
import { type Policy, PolicyError } from '@sluice/policy'
import type { MeasurementEvidence } from '../../evidence.ts'
import type { DatasetPlan } from '../../plan.ts'
import { isDerived } from '../derive/derive-predictions.ts'
import { arrange, batchesOf, measureDataset } from '../measure-dataset.ts'
import { type PreparedDataset, sourceInput } from '../prepare-dataset.ts'
import type { DatasetData } from '../read-policy-data.ts'
import { unsortedColumns } from '../samples/binary.ts'
import type { Orders } from '../samples/source.ts'
import type { Thresholds } from '../threshold.ts'
import { inOrder, takeJobs } from './jobs.ts'
import { orderPart } from './serve-jobs.ts'
import { Thread } from './thread.ts'

/** From this many rows times measurements on, a second thread saves more than the tenth of a second that it costs. */
const worthThreads = 2e7

/** How many threads beside this one are of use for a dataset: none for a small one. */
export function usefulThreads(rows: number, { measurements, slices }: DatasetPlan): number {
  return rows * measurements.length < worthThreads ? 0 : Math.min(availableParallelism() - 1, slices.length)
}

/** Worker threads that sort and measure beside this one, each started when it is first of use. */
export class Threads {
  readonly #policy: Policy
  readonly #script: URL
  readonly #useful: typeof usefulThreads
  readonly #threads: Thread[] = []
  readonly #orders = new Map<string, Promise<Orders>>()
  constructor(policy: Policy, script: URL, useful = usefulThreads) {
    this.#policy = policy
    this.#script = script
    this.#useful = useful
  }

  /** Starts the threads that a dataset will want, so that they are ready when its rows are. */
  start(rows: number, planned: DatasetPlan): void {
    this.#start(this.#useful(rows, planned))
  }

  /** Begins to sort a binary dataset whose slices are still being read. What is wrong with its columns is said later. */
  sort(data: DatasetData): void {
    const [thread] = this.#start(this.#useful(data.table.rows, data.plan))
    if (thread === undefined || this.#policy.task !== 'binary' || data.models.some(isDerived)) return
    try {
      const columns = unsortedColumns(sourceInput(this.#policy, data, data.table))
      const orders = thread.ask({ kind: 'sort', columns })
      orders.catch(() => {})
      this.#orders.set(data.definition.name, orders)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
    }
  }

  /** What has been sorted, by dataset, once it all is. */
  async sorted(): Promise<Map<string, Orders>> {
    const orders = await Promise.all([...this.#orders].map(async ([name, sorted]) => [name, await sorted] as const))
    return new Map(orders)
  }

  /**
   * Measures a dataset, a large one on all threads. The same evidence, bit for bit, as on one.
   *
   * @throws what `measureDataset` throws
   */
  async measure(dataset: PreparedDataset, thresholds: Thresholds): Promise<MeasurementEvidence[]> {
    const { source, data, rows } = dataset
    const beside = this.#useful(rows, data.plan)
    if (beside <= 0) return measureDataset(this.#policy, dataset, thresholds)
    if (source.orders !== undefined) for (const model of data.plan.models) source.all(model)
    const threads = this.#start(beside)
    const measurements: MeasurementEvidence[] = []
    for (const [batch, jobs] of batchesOf(dataset).entries()) {
      const arrangements = arrange(dataset, jobs)
      const orders = arrangements.map(({ order }) => order)
      if (orders.length > 0) for (const step of ['pack', 'place'] as const) await orderTogether(threads, step, orders)
      const { input, partitions } = dataset
      const taken = new Int32Array(new SharedArrayBuffer(4))
      const shared = { input, orders: source.orders, partitions, thresholds, batch, arrangements, taken }
      const asked = threads.map((thread) => thread.ask({ kind: 'measure', dataset: shared }))
      const own = takeJobs(this.#policy, dataset, shared)
      const measured = inOrder([...own, ...(await Promise.all(asked)).flat()])
      // Measuring again on this thread alone finds what is to be said first.
      if (measured === null) return measureDataset(this.#policy, dataset, thresholds)
      measurements.push(...measured)
    }
    return measurements
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #start(count: number): Thread[] {
    while (this.#threads.length < count) this.#threads.push(new Thread(this.#script))
    return this.#threads.slice(0, count)
  }
}

/** One step of bringing codes into order, a part on each thread and one on this. */
async function orderTogether(
  threads: readonly Thread[],
  kind: 'pack' | 'place',
  orders: readonly CodeOrder[],
): Promise<void> {
  const of = threads.length + 1
  const asked = threads.map((thread, i) => thread.ask({ kind, orders, part: { index: i + 1, of } }))
  orderPart(kind, orders, { index: 0, of })
  await Promise.all(asked)
}
