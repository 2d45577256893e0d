import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { runScript } from '../../../../packages/store/test/set-up/run-script.ts'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'
import { buildServer } from './build-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
    /** The server's `main.ts`, bundled. */
    readonly serverFile: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-server-'))
  const examplesFile = join(folder, 'examples.json')
  const [postgres, serverFile] = await Promise.all([
    startPostgres(),
    buildServer(folder),
    runScript('measure-examples.ts', examplesFile),
  ])
  project.provide('postgresUrl', postgres.url)
  project.provide('examplesFile', examplesFile)
  project.provide('serverFile', serverFile)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
