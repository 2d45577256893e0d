import type { TestProject } from 'vitest/node'
import { serveExamples } from './serve-examples.ts'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
  }
}

/** One server with the examples' history for all files of tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { address, stop } = await serveExamples({ manySlices: true })
  project.provide('address', address)
  return stop
}
