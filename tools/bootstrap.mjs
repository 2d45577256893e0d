/**
 * The first command on a fresh clone: installs what is missing, once, and says so; then starts the real command.
 * Uses Node's built-ins alone, since nothing else is there yet.
 *
 *   node tools/bootstrap.mjs start [-- --no-serve]  evaluates the example policies, stores them, serves the console
 *   node tools/bootstrap.mjs test                   runs every check CI runs
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.sluice-install')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Sluice needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and run the command again.`,
  )
  process.exit(2)
}

const [command = 'start', ...rest] = process.argv.slice(2)
install()
if (command === 'start') {
  run(['apps/cli/build.mjs', '--if-stale'])
  if (!rest.includes('--no-serve')) run(['tools/build-console.mjs'])
  // In this process: one that waited for another could not pass on a signal.
  process.chdir(root)
  process.argv = [process.execPath, 'tools/start.mjs', ...rest]
  await import('./start.mjs')
}
if (command === 'test') process.exit(run(['tools/test.mjs', ...rest], { check: false }))
console.error(`bootstrap: unknown command '${command}'; it knows 'start' and 'test'.`)
process.exit(2)

/** `npm ci`, unless the lock file, Node and the platform are those of the last install. */
function install() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const wanted = createHash('sha256')
    .update(lock)
    .update(`${process.version} ${process.platform} ${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing dependencies (once; about half a minute) …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    console.error(
      'Installing dependencies failed: see the lines above. Check the network and the registry, then run the command again.',
    )
    process.exit(2)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

function run(args, { check = true } = {}) {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const status = done.status ?? 1
  if (check && status !== 0) process.exit(status)
  return status
}
