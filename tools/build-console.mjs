/** Builds the console where a source is newer than what was built. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'apps', 'console')
const built = join(folder, 'dist', 'index.html')

if (isStale()) {
  console.error('Building the console …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: folder,
    // A test runner says `test`, which would build React for development.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2],
  })
  process.exitCode = done.status ?? 1
}

function isStale() {
  if (!existsSync(built)) return true
  const since = statSync(built).mtimeMs
  const packages = ['api', 'calibration', 'gates', 'metrics', 'policy', 'report', 'stats', 'store'].map((name) =>
    join(root, 'packages', name, 'src'),
  )
  return [...packages, join(folder, 'src'), join(folder, 'public'), join(folder, 'build')].some(
    (path) => existsSync(path) && newest(path) > since,
  )
}

function newest(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return Math.max(
    0,
    ...entries.filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}
