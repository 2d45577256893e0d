#!/usr/bin/env node
import { existsSync } from 'node:fs'

const bundle = new URL('../dist/sluice.mjs', import.meta.url)
if (!existsSync(bundle)) {
  console.error("sluice: the command is not built yet. Run 'npm start' once, or 'node apps/cli/build.mjs'.")
  process.exit(2)
}
if (['check', 'measure'].includes(process.argv[2])) await import('./load-engine-early.mjs')
await import(bundle.href)
