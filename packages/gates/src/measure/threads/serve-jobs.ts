import { parentPort } from 'node:worker_threads'
import { type CodeOrder, MetricInputError, type Part, packCodes, placeCodes } from '@sluice/metrics'
import type { MeasuredTask } from '../../define-measure.ts'
import { sampleSource } from '../prepare-dataset.ts'
import { type SharedSorting, sortColumns, type UnsortedColumns } from '../samples/binary.ts'
import type { Orders } from '../samples/source.ts'
import { type Outcome, type SharedDataset, takeJobs } from './jobs.ts'

/** What a worker thread is asked: to sort the rows of a dataset, to do its part of bringing codes into that order, or to measure jobs. */
export type Request =
  | { readonly kind: 'sort'; readonly columns: UnsortedColumns }
  | { readonly kind: 'pack' | 'place'; readonly orders: readonly CodeOrder[]; readonly part: Part }
  | { readonly kind: 'measure'; readonly dataset: SharedDataset }

/** Without orders where the columns cannot be sorted: the asking thread says why when it tries itself. */
export type Answer<R extends Request> = R extends { readonly kind: 'sort' }
  ? Orders
  : R extends { readonly kind: 'measure' }
    ? readonly Outcome[]
    : null

/** What a worker thread says: its answer to a request, in turn, or before that a part of the work for the asking thread. */
export type Message = { readonly answer: Answer<Request> } | { readonly shared: SharedSorting }

/** What a worker thread runs: answers the requests of the thread that started it. */
export function serveJobs(): void {
  parentPort?.on('message', (request: Request) => say({ answer: answer(request) }))
}

function say(message: Message): void {
  parentPort?.postMessage(message)
}

function answer(request: Request): Answer<Request> {
  if (request.kind === 'sort') return sortedOrders(request.columns)
  if (request.kind === 'measure') return outcomesOf(request.dataset)
  orderPart(request.kind, request.orders, request.part)
  return null
}

/** One thread's part of packing or placing codes. */
export function orderPart(step: 'pack' | 'place', orders: readonly CodeOrder[], part: Part): void {
  for (const order of orders) (step === 'pack' ? packCodes : placeCodes)(order, part)
}

function sortedOrders(columns: UnsortedColumns): Orders {
  try {
    return sortColumns(columns, (shared) => say({ shared }))
  } catch (error) {
    if (error instanceof MetricInputError) return new Map()
    throw error
  }
}

function outcomesOf(shared: SharedDataset): Outcome[] {
  const { input, orders, partitions, arrangements } = shared
  const { policy, data } = input
  const source = sampleSource(input, orders)
  source.adopt?.(arrangements)
  const dataset = { data, task: policy.task as MeasuredTask, source, partitions }
  return takeJobs(policy, dataset, shared)
}
