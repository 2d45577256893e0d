import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundleScripts, runScript } from '../../../../packages/store/test/set-up/run-script.ts'
import { storeTemplate } from '../../../../packages/store/test/set-up/store-template.ts'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'

const policies = fileURLToPath(new URL('../../../../policies', import.meta.url))

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
  const programs = await bundleScripts(folder, 'apps/server/src/main.ts')
  const [postgres, template] = await Promise.all([
    startPostgres(),
    storeTemplate(programs),
    runScript(programs, 'measure-examples', examplesFile, policies),
  ])
  project.provide('postgresUrl', postgres.url)
  project.provide('examplesFile', examplesFile)
  project.provide('serverFile', join(programs, 'main.mjs'))
  project.provide('storeTemplate', template)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
