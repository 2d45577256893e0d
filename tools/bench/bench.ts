/**
 * `npm run bench [-- --rows 10000000]`: the whole command against scikit-learn and pandas in one run, and the time of
 * a cold `sluice check`. Prints Markdown; docs/benchmarks.md holds the last table.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { smallPolicy } from './small-policy.ts'
import { benchTable, columnBytesPerRow, sliceColumns } from './table.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sluice = join(root, 'apps/cli/bin/sluice.mjs')
const metrics = ['roc_auc', 'pr_auc', 'log_loss', 'brier', 'ece', 'f1']

interface Side {
  readonly seconds: number
  readonly peakBytes: number
  readonly values: Record<string, Record<string, number>>
  readonly versions: string
}

const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '10000000' }, python: { type: 'string' } },
})
const rows = Number(flags.rows)
const file = await benchTable(root, rows)
console.log(`# Sluice bench\n\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`)

// Before and after the peer, since a shared machine has bad moments; the median of five stands.
const before = [runSluice(), runSluice(), runSluice()]
const peer = runPeer()
const runs = [...before, runSluice(), runSluice()].sort((a, b) => a.seconds - b.seconds)
const ours = runs[2]!
printScan()
await printColdCheck()

function runSluice(): Side {
  const peakFile = join(root, '.sluice', 'bench', 'peak')
  const args = ['measure', file, '--label', 'label', '--score', 'score', '--format', 'json']
  args.push(...sliceColumns.flatMap((column) => ['--by', column]), ...metrics.flatMap((metric) => ['--metric', metric]))
  const started = performance.now()
  const done = spawnSync(process.execPath, ['--import', join(root, 'tools/bench/report-peak.mjs'), sluice, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, BENCH_PEAK_FILE: peakFile },
  })
  const seconds = (performance.now() - started) / 1000
  if (done.status !== 0) throw new Error(`sluice measure failed: ${done.stderr}`)
  const { measurements } = JSON.parse(done.stdout) as {
    measurements: { metric: string; slice: string; value: number; lower: number | null }[]
  }
  const values: Side['values'] = {}
  for (const { slice, metric, value, lower } of measurements) {
    if (lower === null) throw new Error(`${metric} of ${slice} has no interval`)
    values[slice] = { ...values[slice], [metric]: value }
  }
  const peakBytes = Number(readFileSync(peakFile, 'utf8'))
  rmSync(peakFile)
  return { seconds, peakBytes, values, versions: `Sluice, with a 95 % interval for each value` }
}

/** `null` where no Python with scikit-learn and pandas is at hand. */
function runPeer(): Side | null {
  const candidates = [flags.python, process.env['BENCH_PYTHON'], 'python3'].filter((one) => one !== undefined)
  const python = candidates.find((one) => spawnSync(one, ['-c', 'import sklearn, pandas, pyarrow']).status === 0)
  if (python === undefined) {
    console.log(
      'Skipped the comparison: no Python with scikit-learn, pandas and pyarrow. Install them and run again, or name one: --python PATH\n',
    )
    return null
  }
  const done = spawnSync(python, [join(root, 'tools/bench/peer.py'), file, sliceColumns.join(',')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (done.status !== 0) throw new Error(`the peer failed: ${done.stderr}`)
  return JSON.parse(done.stdout) as Side
}

function printScan(): void {
  const columns = rows * columnBytesPerRow
  console.log(
    `## ${rows.toLocaleString('en-US')} rows, 8 slice columns, ${Object.keys(ours.values).length - 1} slices, ${metrics.length} metrics, from Parquet\n`,
  )
  console.log('| | seconds | peak memory | of the columns’ own bytes |\n|---|---:|---:|---:|')
  for (const side of [ours, peer]) {
    if (side === null) continue
    const gigabytes = (side.peakBytes / 1e9).toFixed(2)
    console.log(
      `| ${side.versions} | ${side.seconds.toFixed(2)} | ${gigabytes} GB | ${(side.peakBytes / columns).toFixed(2)}× |`,
    )
  }
  if (peer === null) return
  const [fastest, slowest] = [runs[0]!, runs[4]!].map((run) => run.seconds.toFixed(2))
  console.log(`\nSluice ran five times, ${fastest} to ${slowest} s; the median stands in the table.`)
  console.log(
    `\nSluice is ${(peer.seconds / ours.seconds).toFixed(1)} times as fast, process start to last line, and gives an interval for each value.`,
  )
  console.log(
    `Largest difference of any value: ${largestDifference(ours.values, peer.values).toExponential(1)} (relative).\n`,
  )
}

function largestDifference(a: Side['values'], b: Side['values']): number {
  let largest = 0
  for (const [slice, expected] of Object.entries(b)) {
    for (const metric of metrics) {
      const [x, y] = [a[slice]?.[metric], expected[metric]]
      if (x === undefined || y === undefined) throw new Error(`no ${metric} of ${slice} on both sides`)
      largest = Math.max(largest, Math.abs(x - y) / Math.max(1e-300, Math.abs(y)))
    }
  }
  return largest
}

/** Seven cold processes each; the median, since a shared machine has bad moments. */
async function printColdCheck(): Promise<void> {
  console.log('## A cold `sluice check`\n\n| policy | median | of 7 runs |\n|---|---:|---:|')
  const policies = [
    { name: '10,000 rows, 6 gates, 3 slice columns', policy: await smallPolicy(root) },
    ...['policies/credit-default', 'policies/census-income'].map((policy) => ({ name: policy, policy })),
  ]
  for (const { name, policy } of policies) {
    const times = Array.from({ length: 7 }, () => {
      const started = performance.now()
      const done = spawnSync(process.execPath, [sluice, 'check', policy, '--format', 'json'], {
        cwd: root,
        encoding: 'utf8',
      })
      if (done.status === 2) throw new Error(done.stderr)
      return (performance.now() - started) / 1000
    }).sort((a, b) => a - b)
    console.log(`| ${name} | ${times[3]!.toFixed(2)} s | ${times[0]!.toFixed(2)} to ${times[6]!.toFixed(2)} s |`)
  }
}
