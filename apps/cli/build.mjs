/**
 * Bundles the command into one file, so that a cold `sluice check` reads one file instead of hundreds, and compiles it ahead.
 * `--if-stale` builds only where a source file is newer than the bundle.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const outdir = join(here, 'dist')
const next = join(here, 'dist-next')
const outfile = join(outdir, 'sluice.cjs')
/** Bundled all the same: a classic script cannot ask for the default export of an ES module. */
const modulesOnly = ['p-limit']
const served = ['packages/store', 'packages/api', 'apps/server'].flatMap((folder) => {
  const { dependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return Object.keys(dependencies).filter((name) => !name.startsWith('@sluice/') && name !== 'zod')
})

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  conditions: ['@sluice/source'],
  // Of the table engine only its native part stays outside: a hundred small files less to find and read. The runtime of
  // ONNX models is loaded by those policies alone that ask one, and says what to do where it is not installed. What serves
  // is not read by a check, and finds its own files where it is installed.
  external: ['@duckdb/node-bindings', 'onnxruntime-node', ...served.filter((name) => !modulesOnly.includes(name))],
  minify: true,
  sourcemap: 'linked',
  legalComments: 'none',
  logLevel: 'warning',
}

if (!process.argv.includes('--if-stale') || isStale()) {
  rmSync(next, { recursive: true, force: true })
  // A classic script: what the engine has compiled of one can be kept.
  await build({
    ...shared,
    entryPoints: [join(here, 'src', 'main.ts')],
    outfile: join(next, 'sluice.cjs'),
    format: 'cjs',
    // Nobody hears of an `import()` in a script that came out of a cache; what stays outside can be required as well.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__moduleUrl' },
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  })
  await build({
    ...shared,
    entryPoints: [join(here, 'src', 'measure-worker.ts')],
    outfile: join(next, 'measure-worker.mjs'),
    format: 'esm',
    // CommonJS dependencies inside an ES module bundle still ask for `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  cpSync(join(root, 'packages/store/migrations'), join(next, 'migrations'), { recursive: true })
  // All at once, for a command may be running; what earlier builds left, the code cache above all, is of other code.
  rmSync(outdir, { recursive: true, force: true })
  renameSync(next, outdir)
  keepCompiled()
}

/** Checks an example, so that the code cache is there before the first check of a user. Only a head start: see run-cached.mjs. */
function keepCompiled() {
  const example = join(root, 'policies', 'census-income')
  spawnSync(process.execPath, [join(here, 'bin', 'sluice.mjs'), 'check', example], { stdio: 'ignore' })
}

function isStale() {
  if (!existsSync(outfile)) return true
  const built = statSync(outfile).mtimeMs
  const sources = [
    join(here, 'src'),
    here,
    join(root, 'apps', 'server', 'src'),
    join(root, 'packages', 'store', 'migrations'),
    ...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src')),
  ]
  return sources.some((folder) => existsSync(folder) && newest(folder, folder !== here) > built)
}

function newest(folder, deep) {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) latest = deep ? Math.max(latest, newest(path, true)) : latest
    else latest = Math.max(latest, statSync(path).mtimeMs)
  }
  return latest
}
