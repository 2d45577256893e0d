import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'
import { runScript } from './run-script.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-store-'))
  const examplesFile = join(folder, 'examples.json')
  // In a process of its own: this one resolves the other packages to what they were last built to.
  const [server] = await Promise.all([startPostgres(), runScript('measure-examples.ts', examplesFile)])
  project.provide('postgresUrl', server.url)
  project.provide('examplesFile', examplesFile)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
