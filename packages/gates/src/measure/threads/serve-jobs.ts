import { parentPort } from 'node:worker_threads'
import type { MeasuredTask } from '../../define-measure.ts'
import { sampleSource } from '../prepare-dataset.ts'
import { posted, type SharedDataset, takeJobs } from './jobs.ts'

/** What a worker thread runs: measures jobs of each dataset that it is sent, and answers with their outcomes. */
export function serveJobs(): void {
  parentPort?.on('message', ({ input, orders, partitions, thresholds, taken }: SharedDataset) => {
    const { policy, data } = input
    const dataset = { data, task: policy.task as MeasuredTask, source: sampleSource(input, orders), partitions }
    parentPort?.postMessage(takeJobs(policy, dataset, thresholds, taken).map(posted))
  })
}
