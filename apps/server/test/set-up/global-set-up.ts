import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { runScript } from '../../../../packages/store/test/set-up/run-script.ts'
import { storeTemplate } from '../../../../packages/store/test/set-up/store-template.ts'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'
import { buildServer } from './build-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
    /** A folder with a new embedded store. */
    readonly storeTemplate: string
    /** The server's `main.ts`, bundled. */
    readonly serverFile: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-server-'))
  const examplesFile = join(folder, 'examples.json')
  const [postgres, serverFile, template] = await Promise.all([
    startPostgres(),
    buildServer(folder),
    storeTemplate(),
    runScript('measure-examples.ts', examplesFile),
  ])
  project.provide('postgresUrl', postgres.url)
  project.provide('examplesFile', examplesFile)
  project.provide('serverFile', serverFile)
  project.provide('storeTemplate', template)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
