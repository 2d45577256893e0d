import { parentPort } from 'node:worker_threads'
import { MetricInputError } from '@sluice/metrics'
import type { MeasuredTask } from '../../define-measure.ts'
import { sampleSource } from '../prepare-dataset.ts'
import { sortColumns, type UnsortedColumns } from '../samples/binary.ts'
import type { Orders } from '../samples/source.ts'
import { type PostedOutcome, posted, type SharedDataset, takeJobs } from './jobs.ts'

/** What a worker thread is asked: to sort the rows of a dataset, or to measure its part of the jobs of one. */
export type Request =
  | { readonly kind: 'sort'; readonly columns: UnsortedColumns }
  | { readonly kind: 'measure'; readonly dataset: SharedDataset }

/** Without orders where the columns cannot be sorted: the asking thread says why when it tries itself. */
export type Answer<R extends Request> = R extends { readonly kind: 'sort' } ? Orders : readonly PostedOutcome[]

/** What a worker thread runs: answers the requests of the thread that started it. */
export function serveJobs(): void {
  parentPort?.on('message', (request: Request) => {
    parentPort?.postMessage(request.kind === 'sort' ? sortedOrders(request.columns) : outcomesOf(request.dataset))
  })
}

function sortedOrders(columns: UnsortedColumns): Orders {
  try {
    return sortColumns(columns)
  } catch (error) {
    if (error instanceof MetricInputError) return new Map()
    throw error
  }
}

function outcomesOf(shared: SharedDataset): PostedOutcome[] {
  const { input, orders, partitions } = shared
  const { policy, data } = input
  const dataset = { data, task: policy.task as MeasuredTask, source: sampleSource(input, orders), partitions }
  return takeJobs(policy, dataset, shared).map(posted)
}
