import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/**
 * Bundles `src/main.ts`: from source a process takes two seconds to start, and tests kill a hundred.
 *
 * @returns the file to run
 */
export async function buildServer(folder: string): Promise<string> {
  const file = join(folder, 'server/bundle/main.mjs')
  await build({
    entryPoints: [join(root, 'apps/server/src/main.ts')],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@sluice/source'],
    // They find files of their own beside themselves.
    external: ['@duckdb/node-bindings', '@electric-sql/pglite', 'pg-native'],
    banner: { js: requireForCommonJs },
    logLevel: 'warning',
  })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Two folders above the code that looks for them, as in the sources.
  await cp(join(root, 'packages/store/migrations'), join(folder, 'migrations'), { recursive: true })
  return file
}

const requireForCommonJs = `import { createRequire as __createRequire } from 'node:module'
import { dirname as __dirnameOf } from 'node:path'
import { fileURLToPath as __fileOf } from 'node:url'
const require = __createRequire(import.meta.url)
const __filename = __fileOf(import.meta.url)
const __dirname = __dirnameOf(__filename)`
