import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sluice-killed-start-'))
let start: ChildProcess | null = null

afterAll(() => {
  start?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('the server of an npm start that was killed ends by itself, and closes its store', async () => {
  // The process that `npm start` becomes; the command and the console are built already.
  const child = spawn(process.execPath, ['tools/start.mjs', '--port', '0', '--data', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  start = child
  const lines = createInterface({ input: child.stderr })
  const said: string[] = []
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line)
      const found = /The console, with the verdicts in it: (\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('close', (code) => reject(new Error(`npm start ended with ${code}, and said:\n${said.join('\n')}`)))
  })
  expect((await fetch(`${address}/healthz`)).status).toBe(200)
  expect(existsSync(join(folder, 'lock'))).toBe(true)

  // The server holds the other end of standard error: it closes when the server is gone.
  const ended = once(lines, 'close')
  child.kill('SIGKILL')
  await ended
  await expect(fetch(`${address}/healthz`)).rejects.toThrow()
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})
