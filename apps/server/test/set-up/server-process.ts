import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { inject } from 'vitest'

export interface ServerProcess {
  readonly address: string
  readonly pid: number
  /** Everything it printed. */
  output(): string
  /** Ends it and waits until it is gone. @returns its exit code, `null` where the signal ended it */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** A server serves after half a second; on a machine that does twenty things at once, still well before this. */
const patience = 60_000

/**
 * The server in a process of its own on a free port, ready to answer.
 *
 * @param within a command that runs the one appended to it
 */
export async function startProcess(
  environment: Record<string, string>,
  within: readonly string[] = [],
): Promise<ServerProcess> {
  const [program, ...parameters] = [...within, process.execPath, inject('serverFile')]
  const child: ChildProcess = spawn(program!, parameters, {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The server did not serve within ${patience / 1000} s:\n${output}`))
    }, patience)
    const hear = (text: Buffer) => {
      output += text
      const found = /Sluice serves at (\S+)/.exec(output)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    void exited.then(() => reject(new Error(`The server ended before it served:\n${output}`)))
    void exited.finally(() => clearTimeout(timer))
  })
  return {
    address,
    pid: child.pid!,
    output: () => output,
    async end(signal) {
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}
