import { availableParallelism } from 'node:os'
import { type Policy, PolicyError } from '@sluice/policy'
import type { MeasurementEvidence } from '../../evidence.ts'
import type { DatasetPlan } from '../../plan.ts'
import { measureDataset } from '../measure-dataset.ts'
import { type PreparedDataset, sourceInput } from '../prepare-dataset.ts'
import type { DatasetData } from '../read-policy-data.ts'
import { unsortedColumns } from '../samples/binary.ts'
import type { Orders } from '../samples/source.ts'
import type { Thresholds } from '../threshold.ts'
import { inOrder, received, takeJobs } from './jobs.ts'
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

  /** Begins to sort a binary dataset whose slices are still being read. What is wrong with its columns is said later. */
  sort(data: DatasetData): void {
    const [thread] = this.#start(this.#useful(data.table.rows, data.plan))
    if (thread === undefined || this.#policy.task !== 'binary') return
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
    const { input, source, partitions, data, rows } = dataset
    const beside = this.#useful(rows, data.plan)
    if (beside <= 0) return measureDataset(this.#policy, dataset, thresholds)
    if (source.orders !== undefined) for (const model of data.plan.models) source.all(model)
    const taken = new Int32Array(new SharedArrayBuffer(4))
    const shared = { input, orders: source.orders, partitions, thresholds, threads: beside + 1, taken }
    const asked = this.#start(beside).map((thread) => thread.ask({ kind: 'measure', dataset: shared }))
    const answers = Promise.all(asked)
    answers.catch(() => {})
    const own = takeJobs(this.#policy, dataset, shared)
    return inOrder([...own, ...(await answers).flat().map(received)])
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #start(count: number): Thread[] {
    while (this.#threads.length < count) this.#threads.push(new Thread(this.#script))
    return this.#threads.slice(0, count)
  }
}
