import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { checkPolicies, pushManySlices, pushReleases } from './example-releases.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sluice = join(root, 'apps/cli/bin/sluice.mjs')

export interface ServedExamples {
  readonly address: string
  readonly stop: () => Promise<void>
}

/** Builds the command and the console where they are older than their sources. */
function buildAll(): void {
  execFileSync(process.execPath, [join(root, 'apps/cli/build.mjs'), '--if-stale'], { stdio: 'inherit' })
  execFileSync(process.execPath, [join(root, 'tools/build-console.mjs')], { stdio: 'inherit' })
}

/** The built command serves the built console from a folder of its own. */
export async function serveFolder(data: string): Promise<ServedExamples> {
  const server = spawn(process.execPath, [sluice, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { address: await lineOf(server.stdout, /^Sluice is at (\S+)/), stop: () => end(server) }
}

/** A server without evaluations that asks everybody for a token. */
export async function serveWithTokens(data: string): Promise<ServedExamples & { readonly admin: string }> {
  const server = spawn(process.execPath, [sluice, 'serve', '--port', '0', '--data', data, '--tokens'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [address, admin] = await Promise.all([
    lineOf(server.stdout, /^Sluice is at (\S+)/),
    lineOf(server.stderr, /^The first token, shown this once: (\S+)/),
  ])
  return { address, admin, stop: () => end(server) }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

/**
 * A server with the history of both example policies in it.
 *
 * @param manySlices adds a third model, of several hundred slices
 */
export async function serveExamples({ manySlices = false } = {}): Promise<ServedExamples> {
  buildAll()
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-e2e-'))
  const { address, stop } = await serveFolder(join(scratch, 'store'))
  const check = (folder: string, environment: NodeJS.ProcessEnv) => checkPolicies(sluice, folder, address, environment)
  if (manySlices) await pushManySlices(root, scratch, check)
  await pushReleases(root, scratch, check)
  return {
    address,
    stop: async () => {
      await stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** The first group of the first line that matches. @throws where the output ends before */
async function lineOf(output: NodeJS.ReadableStream, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: output })
      .on('line', (line) => {
        const found = wanted.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      .on('close', () => reject(new Error(`sluice serve ended without a line like ${wanted}`)))
  })
}
