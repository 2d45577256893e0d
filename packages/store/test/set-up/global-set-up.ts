import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../../tools/throwaway-postgres.ts'
import { bundleScripts, runScript } from './run-script.ts'
import { storeTemplate } from './store-template.ts'

const policies = fileURLToPath(new URL('../../../../policies', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
    /** A folder with a new embedded store. */
    readonly storeTemplate: string
    /** The scripts of this folder, bundled. */
    readonly scripts: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-store-'))
  const examplesFile = join(folder, 'examples.json')
  const scripts = await bundleScripts(folder)
  // In a process of its own: this one resolves the other packages to what they were last built to.
  const [server, template] = await Promise.all([
    startPostgres(),
    storeTemplate(scripts),
    runScript(scripts, 'measure-examples', examplesFile, policies),
  ])
  project.provide('postgresUrl', server.url)
  project.provide('examplesFile', examplesFile)
  project.provide('storeTemplate', template)
  project.provide('scripts', scripts)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
