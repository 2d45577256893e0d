import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { runScript } from '../../../store/test/set-up/run-script.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The example policies' evaluations, measured once for all test files. */
    readonly examplesFile: string
  }
}

export default async function globalSetUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-api-'))
  const examplesFile = join(folder, 'examples.json')
  await runScript('measure-examples.ts', examplesFile)
  project.provide('examplesFile', examplesFile)
  return () => rm(folder, { recursive: true, force: true })
}
