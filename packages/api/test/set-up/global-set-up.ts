import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundleScripts, runScript } from '../../../store/test/set-up/run-script.ts'

const policies = fileURLToPath(new URL('../../../../policies', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-api-'))
  const examplesFile = join(folder, 'examples.json')
  await runScript(await bundleScripts(folder), 'measure-examples', examplesFile, policies)
  project.provide('examplesFile', examplesFile)
  return () => rm(folder, { recursive: true, force: true })
}
