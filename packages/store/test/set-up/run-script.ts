import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Runs a script of this folder in a process of its own, from source. Its standard output is a pipe. */
export function startScript(name: string, ...parameters: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url))
  const flags = ['--conditions=@sluice/source', '--import', 'tsx']
  return spawn(process.execPath, [...flags, script, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** @throws where the script fails */
export async function runScript(name: string, ...parameters: readonly string[]): Promise<void> {
  const [code] = await once(startScript(name, ...parameters), 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}.`)
}
