/**
 * Bundles the command into one file, so that a cold `sluice check` reads one file instead of hundreds.
 * `--if-stale` builds only where a source file is newer than the bundle.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const outfile = join(here, 'dist', 'sluice.mjs')
const served = ['packages/store', 'packages/api', 'apps/server'].flatMap((folder) => {
  const { dependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return Object.keys(dependencies).filter((name) => !name.startsWith('@sluice/') && name !== 'zod')
})

if (!process.argv.includes('--if-stale') || isStale()) {
  // Chunks of earlier builds have other names and would stay.
  rmSync(dirname(outfile), { recursive: true, force: true })
  await build({
    entryPoints: [
      { in: join(here, 'src', 'main.ts'), out: 'sluice' },
      { in: join(here, 'src', 'measure-worker.ts'), out: 'measure-worker' },
    ],
    outdir: dirname(outfile),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    // Beside the entries, so that a chunk finds the worker's script where the sources have it.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@sluice/source'],
    // Of the table engine only its native part stays outside: a hundred small files less to find and read. The runtime of
    // ONNX models is loaded by those policies alone that ask one, and says what to do where it is not installed. What serves
    // is not read by a check, and finds its own files where it is installed.
    external: ['@duckdb/node-bindings', 'onnxruntime-node', ...served],
    minify: true,
    sourcemap: 'linked',
    legalComments: 'none',
    // CommonJS dependencies inside an ES module bundle still ask for `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  cpSync(join(root, 'packages/store/migrations'), join(here, 'dist', 'migrations'), { recursive: true })
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
