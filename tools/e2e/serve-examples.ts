import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { checkPolicies, pushReleases } from './example-releases.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sluice = join(root, 'apps/cli/bin/sluice.mjs')

export interface ServedExamples {
  readonly address: string
  readonly stop: () => Promise<void>
}

/** Builds the command and the console where they are older than their sources. */
export function buildAll(): void {
  execFileSync(process.execPath, [join(root, 'apps/cli/build.mjs'), '--if-stale'], { stdio: 'inherit' })
  execFileSync(process.execPath, [join(root, 'tools/build-console.mjs')], { stdio: 'inherit' })
}

/** The built command serves the built console from a folder of its own. */
export async function serveEmpty(data: string): Promise<ServedExamples> {
  const server = spawn(process.execPath, [sluice, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const address = await addressOf(server.stdout)
  const stop = async () => {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
  return { address, stop }
}

/** The same with the history of both example policies in it. */
export async function serveExamples(): Promise<ServedExamples> {
  buildAll()
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-e2e-'))
  const { address, stop } = await serveEmpty(join(scratch, 'store'))
  await pushReleases(root, scratch, (folder, environment) => checkPolicies(sluice, folder, address, environment))
  return {
    address,
    stop: async () => {
      await stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /^Sluice is at (\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('sluice serve ended without saying where it is')
}
