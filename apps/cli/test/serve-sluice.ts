import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { root } from './run-sluice.ts'

export interface Serving {
  readonly address: string
  readonly stderr: () => string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** `sluice serve` in a process of its own, on a free port. */
export async function serve(data: string, more: string[] = [], env: Record<string, string> = {}): Promise<Serving> {
  const child = spawn(
    process.execPath,
    [join(root, 'apps/cli/bin/sluice.mjs'), 'serve', '--port', '0', '--data', data, ...more],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  )
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Sluice is at (\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    return {
      address,
      stderr: () => stderr,
      async stop(signal = 'SIGTERM') {
        child.kill(signal)
        return child.exitCode ?? ((await once(child, 'exit'))[0] as number | null)
      },
    }
  }
  throw new Error(`sluice serve ended: ${stderr}`)
}
