/**
 * `npm test`: every check that CI runs, with one closing line.
 *
 * Nx runs lint, typecheck, import boundaries, build and tests of every project and caches what has not changed. The
 * closing line counts each test of each suite, and each other target as one check.
 */
import { spawn } from 'node:child_process'
import { installSystemPackages } from './system-packages.mjs'

const targets = ['lint', 'typecheck', 'boundaries', 'generated', 'build', 'test', 'integration', 'e2e']
const environment = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NO_COLOR: '1' }

installSystemPackages()
const started = Date.now()
const run = await nx(['run-many', '-t', ...targets, '--outputStyle=static', '--parallel=2', '--nxBail=false'])
const tests = countTests(run.output)
const checks = countChecks(run.output)
const failed = tests.failed + checks.failed
const passed = tests.passed + checks.passed
// A suite that crashed before it counted anything still failed.
const uncounted = run.status !== 0 && failed === 0 ? 1 : 0
console.log(
  `\n${tests.passed + tests.failed} tests and ${checks.passed + checks.failed} checks in ${Math.round((Date.now() - started) / 1000)} s`,
)
console.log(`${passed} passed, ${failed + uncounted} failed`)
process.exit(failed + uncounted > 0 ? 1 : 0)

function nx(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (stream) => (chunk) => {
      output += chunk
      stream.write(chunk)
    }
    child.stdout.on('data', keep(process.stdout))
    child.stderr.on('data', keep(process.stderr))
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** Vitest closes each suite with `Tests  1 failed | 12 passed (13)`. */
function countTests(output) {
  let passed = 0
  let failed = 0
  for (const [line] of output.matchAll(/^\s*Tests\s+.*$/gm)) {
    passed += Number(/(\d+) passed/.exec(line)?.[1] ?? 0)
    failed += Number(/(\d+) failed/.exec(line)?.[1] ?? 0)
  }
  return { passed, failed }
}

/** Nx heads the output of each task with `> nx run PROJECT:TARGET` and lists the failed ones at the end. */
function countChecks(output) {
  const names = (pattern) => new Set([...output.matchAll(pattern)].map(([, task]) => task))
  const started = names(/^> nx run ([\w@/-]+:[\w-]+)/gm)
  const failed = names(/^\s*(?:-|✖)\s+(?:nx run )?([\w@/-]+:[\w-]+)\s*$/gm)
  const others = [...new Set([...started, ...failed])].filter((task) => !/:(test|integration|e2e)$/.test(task))
  const broken = others.filter((task) => failed.has(task)).length
  return { passed: others.length - broken, failed: broken }
}
