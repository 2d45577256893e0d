import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const sluice = join(root, 'apps/cli/bin/sluice.mjs')

/**
 * The built command serves the built console from a folder of its own, and has judged both example policies on two days, so
 * that there is a history to look at.
 */
export default async function serveExamples(project: TestProject): Promise<() => Promise<void>> {
  execFileSync(process.execPath, [join(root, 'apps/cli/build.mjs'), '--if-stale'], { stdio: 'inherit' })
  execFileSync(process.execPath, [join(root, 'tools/build-console.mjs')], { stdio: 'inherit' })
  const data = mkdtempSync(join(tmpdir(), 'sluice-e2e-'))
  const server = spawn(process.execPath, [sluice, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await addressOf(server.stdout)
  for (const day of ['2026-10-01', '2026-11-20']) {
    const check = spawn(
      process.execPath,
      [sluice, 'check', 'policies', '--format', 'json', '--push', address, '--as-of', day],
      { cwd: root, stdio: 'ignore' },
    )
    const [code] = await once(check, 'exit')
    if (code !== 1)
      throw new Error(`sluice check of the examples ended with ${code}, where 1 was expected: a gate fails`)
  }
  project.provide('address', address)
  return async () => {
    server.kill('SIGTERM')
    await once(server, 'exit')
    rmSync(data, { recursive: true, force: true })
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /^Sluice is at (\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('sluice serve ended without saying where it is')
}
