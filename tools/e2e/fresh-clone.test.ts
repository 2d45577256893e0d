import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openTestPage } from './test-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sluice-clone-'))
let start: ChildProcess

beforeAll(() => cloneWorkingCopy(folder))
afterAll(() => {
  if (groupLives(start)) process.kill(-start.pid!, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('npm start, the first command in a fresh clone, ends in a console with every real verdict; Ctrl-C ends all of it', {
  timeout: 300_000,
}, async () => {
  // A group of its own, as a terminal gives to each command: Ctrl-C goes to all of it.
  start = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: folder,
    env: ownEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const address = await lineOf(start, /The console, with the verdicts in it: (\S+)/)

  const verdicts = judgedOnce(folder)
  expect(Object.keys(verdicts).sort()).toEqual(examplePolicies())
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const { page, errors } = await openTestPage(browser)
  await page.goto(address)
  for (const [model, verdict] of Object.entries(verdicts)) {
    const row = page.getByRole('article', { name: model })
    await row.getByRole('link', { name: `Last evaluation: ${verdict}` }).waitFor()
    await row.getByText('1 evaluation', { exact: false }).waitFor()
  }
  const failing = page.getByRole('article', { name: 'credit-default' })
  await failing.getByRole('link', { name: 'Last evaluation: fail' }).click()
  await page.getByRole('article', { name: 'Gate honest-probabilities' }).getByText('0.178').first().waitFor()
  expect(errors).toEqual([])

  const ended = new Promise((resolve) => start.once('close', resolve))
  process.kill(-start.pid!, 'SIGINT')
  await ended
  expect(groupLives(start), 'something of npm start lives on').toBe(false)
  await expect(fetch(address)).rejects.toThrow()
})

/** The last commit, and what is not committed yet: where all is committed, as in CI, that is the commit alone. */
function cloneWorkingCopy(target: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  const files = (...args: string[]) =>
    git('ls-files', '-z', ...args)
      .split('\0')
      .filter(Boolean)
  git('clone', '--quiet', '--no-hardlinks', root, target)
  const deleted = files('--deleted')
  for (const file of deleted) rmSync(join(target, file), { force: true })
  for (const file of files('--modified', '--others', '--exclude-standard')) {
    if (deleted.includes(file)) continue
    mkdirSync(dirname(join(target, file)), { recursive: true })
    cpSync(join(root, file), join(target, file))
  }
}

/** The folders of `policies/` that hold one. */
function examplePolicies(): string[] {
  const folders = readdirSync(join(root, 'policies'), { withFileTypes: true })
  return folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** What a person's shell has: nothing of npm, Nx or the test runner that runs this. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NX_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$)/.test(name),
  )
  return { ...Object.fromEntries(own), npm_config_prefer_offline: 'true' }
}

/** What the command itself says of the policies, apart from server and console. */
function judgedOnce(cwd: string): Record<string, string> {
  const check = ['apps/cli/bin/sluice.mjs', 'check', 'policies', '--format', 'json']
  try {
    execFileSync(process.execPath, check, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (failed) {
    // A gate fails, which the exit code says too.
    const { policies } = JSON.parse(String((failed as { stdout: Buffer }).stdout))
    return Object.fromEntries(policies.map((one: { model: string; verdict: string }) => [one.model, one.verdict]))
  }
  throw new Error('every example policy passes, where one was expected to fail')
}

/** The first group of the first line that matches. @throws with everything it said where it ends before */
async function lineOf(child: ChildProcess, wanted: RegExp): Promise<string> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        const found = wanted.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${said.join('\n')}`)))
  })
}

function groupLives({ pid }: ChildProcess): boolean {
  try {
    return process.kill(-pid!, 0)
  } catch {
    return false
  }
}
