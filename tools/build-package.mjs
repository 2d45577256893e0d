/** Builds the package in the current folder: JavaScript and declarations in `dist/`, as they are published. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'

const typescript = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace(/package\.json$/, 'lib/tsc.js')
rmSync('dist', { recursive: true, force: true })
const done = spawnSync(process.execPath, [typescript, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
process.exit(done.status ?? 1)
