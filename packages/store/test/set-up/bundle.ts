import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/**
 * Bundles programs into `FOLDER/programs/bundle`, to be run as processes of their own: from source each takes two seconds
 * to start, and tests start many. Once for a folder.
 *
 * @param entryPoints from the root of the workspace
 * @returns the folder of the bundles, each under its program's name with `.mjs`
 */
export async function bundle(entryPoints: readonly string[], folder: string): Promise<string> {
  const outdir = join(folder, 'programs/bundle')
  await build({
    entryPoints: entryPoints.map((path) => join(root, path)),
    outdir,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]',
    bundle: true,
    // Half as much to read and compile at every start.
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@sluice/source'],
    // They find files of their own beside themselves.
    external: ['@duckdb/node-bindings', '@electric-sql/pglite', 'onnxruntime-node', 'pg-native'],
    banner: { js: requireForCommonJs },
    logLevel: 'warning',
  })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Two folders above the code that looks for them, as in the sources.
  await cp(join(root, 'packages/store/migrations'), join(folder, 'migrations'), { recursive: true })
  return outdir
}

const requireForCommonJs = `import { createRequire as __createRequire } from 'node:module'
import { dirname as __dirnameOf } from 'node:path'
import { fileURLToPath as __fileOf } from 'node:url'
const require = __createRequire(import.meta.url)
const __filename = __fileOf(import.meta.url)
const __dirname = __dirnameOf(__filename)`
