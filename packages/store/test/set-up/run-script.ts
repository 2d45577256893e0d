import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { bundle } from './bundle.ts'

type Script = 'measure-examples' | 'open-and-close' | 'push-many'

/** @returns the folder of the scripts, for `startScript` */
export function bundleScripts(folder: string, ...more: readonly string[]): Promise<string> {
  const scripts: readonly Script[] = ['measure-examples', 'open-and-close', 'push-many']
  return bundle([...scripts.map((name) => `packages/store/test/set-up/${name}.ts`), ...more], folder)
}

/** Runs a script of this folder in a process of its own. Its standard output is a pipe. */
export function startScript(scripts: string, name: Script, ...parameters: readonly string[]): ChildProcess {
  const script = join(scripts, `${name}.mjs`)
  return spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** @throws where the script fails */
export async function runScript(scripts: string, name: Script, ...parameters: readonly string[]): Promise<void> {
  const [code] = await once(startScript(scripts, name, ...parameters), 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}.`)
}
