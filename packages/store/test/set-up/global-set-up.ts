import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'
import { runScript } from './run-script.ts'
import { storeTemplate } from './store-template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
    /** A folder with a new embedded store. */
    readonly storeTemplate: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-store-'))
  const examplesFile = join(folder, 'examples.json')
  // In a process of its own: this one resolves the other packages to what they were last built to.
  const [server, template] = await Promise.all([
    startPostgres(),
    storeTemplate(),
    runScript('measure-examples.ts', examplesFile),
  ])
  project.provide('postgresUrl', server.url)
  project.provide('examplesFile', examplesFile)
  project.provide('storeTemplate', template)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
