#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCached } from './run-cached.mjs'

const bundle = fileURLToPath(new URL('../dist/sluice.cjs', import.meta.url))
if (!existsSync(bundle)) {
  console.error("sluice: the command is not built yet. Run 'npm start' once, or 'node apps/cli/build.mjs'.")
  process.exit(2)
}
if (['check', 'measure'].includes(process.argv[2])) await import('./load-engine-early.mjs')
runCached(bundle)
