/**
 * `npm run bench:attacks -- --python PYTHON`: HopSkipJump on the credit candidate against the one of the
 * adversarial-robustness-toolbox, same rows, same bounds, same budgets. Prints Markdown; docs/robustness.md holds the last table.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type NumberColumn, readTable } from '@sluice/dataset'
import { openModel } from '@sluice/models'
import { type AttackMethod, attack, type Columns, medianSmallestChange, takeRows } from '@sluice/robustness'
import { interval } from '@sluice/stats'

const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '300' }, python: { type: 'string', default: 'python3' } },
})
const folder = fileURLToPath(new URL('../../policies/credit-default', import.meta.url))
const budgets = [100, 250, 500, 1000]
const seed = 1

const model = await openModel(
  { onnx: 'models/candidate.onnx', inputs: 'models/features.json' },
  { directory: folder, batchSize: 100_000 },
)
const names = model.inputs!
const all = await readClients()
const bounds = Object.fromEntries(all.map(({ name, values }) => [name, extremes(values as Float64Array)]))
const scores = (await model.score(all)) as Float64Array
const confident = [...scores.keys()].filter((row) => scores[row]! >= 0.75 || scores[row]! <= 0.25)
const clients = takeRows(all, confident.slice(0, Number(flags.rows)))

const peer = runPeer()
console.log(`adversarial-robustness-toolbox ${peer.version}, ${clients[0]!.values.length} clients\n`)
console.log('| queries | attack | flipped | median change | 95 % interval | closer than the other |')
console.log('| ---: | --- | ---: | ---: | --- | ---: |')
for (const budget of budgets) {
  const ours = await changesOf('hop_skip_jump', budget, { bounds })
  const best = bestOf(budget)
  console.log(line(budget, 'Sluice', ours, best.distances))
  console.log(line(budget, `toolbox (${best.points} points, ${best.start} start)`, best.distances, ours))
}

console.log('\n| attack on real clients: whole numbers stay whole, sex and age stay | flipped | median change |')
console.log('| --- | ---: | ---: |')
for (const [method, maxChange] of [
  ['hop_skip_jump', undefined],
  ['hop_skip_jump', 0.3],
  ['square', 0.3],
  ['square', 0.1],
] as const) {
  const rules = { bounds, immutable: ['sex', 'age'], ...(maxChange !== undefined && { maxChange }) }
  const changes = await changesOf(method, 500, rules, 'integer')
  const reach = maxChange === undefined ? '' : `, each number by at most ${maxChange} of its range`
  console.log(`| ${method}, 500 queries${reach} | ${percent(changes)} | ${medianOf(changes)} |`)
}
await model.close()

async function readClients(): Promise<Columns> {
  const columns = names.map((name) => ({ name, as: 'number' as const }))
  const table = await readTable({ paths: ['data/test.parquet'], directory: folder, columns, slices: [] })
  return names.map((name) => ({ name, kind: 'number', values: (table.columns.get(name) as NumberColumn).values }))
}

async function changesOf(
  method: AttackMethod,
  queries: number,
  rules: object,
  kind: 'number' | 'integer' = 'number',
): Promise<Float64Array> {
  const columns = clients.map((column) => ({ ...column, kind }) as Columns[number])
  return (await attack(columns, (rows) => model.score(rows), { method, queries, rules, seed })).changes
}

interface PeerRun {
  readonly start: string
  readonly points: number
  readonly budget: number
  readonly distances: Float64Array
}

function runPeer(): { version: string; results: PeerRun[] } {
  const lower = names.map((name) => bounds[name]![0])
  const unit = names.map((name) => bounds[name]![1] - bounds[name]![0])
  const rows = Array.from({ length: clients[0]!.values.length }, (_, row) =>
    clients.map(({ values }, i) => ((values[row] as number) - lower[i]!) / unit[i]!),
  )
  const task = { model: join(folder, 'models/candidate.onnx'), lower, unit, rows, threshold: 0.5, budgets, seed }
  const script = fileURLToPath(new URL('attack-peer.py', import.meta.url))
  const done = spawnSync(flags.python, [script], { input: JSON.stringify(task), encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.status !== 0) throw new Error(`The peer failed: ${done.stderr}`)
  const { version, results } = JSON.parse(done.stdout) as {
    version: string
    results: (Omit<PeerRun, 'distances'> & { distances: (number | null)[] })[]
  }
  const found = results.map((run) => ({ ...run, distances: Float64Array.from(run.distances, (d) => d ?? Infinity) }))
  return { version, results: found }
}

/** The setting with the smallest median: the peer is tuned on the very rows that it is judged by. */
function bestOf(budget: number): PeerRun {
  const runs = peer.results.filter((run) => run.budget === budget)
  const median = ({ distances }: PeerRun) => medianSmallestChange(distances).value ?? Infinity
  return runs.reduce((best, run) => (median(run) < median(best) ? run : best))
}

function line(budget: number, name: string, changes: Float64Array, others: Float64Array): string {
  const closer = changes.reduce((count, change, row) => count + Number(change < others[row]!), 0) / changes.length
  const { value, uncertainty } = medianSmallestChange(changes)
  const ends = value === null || uncertainty === null ? null : interval(value, uncertainty, 0.95)
  const range = ends === null ? 'none' : `${ends.lower.toFixed(4)} to ${ends.upper.toFixed(4)}`
  return `| ${budget} | ${name} | ${percent(changes)} | ${medianOf(changes)} | ${range} | ${(100 * closer).toFixed(0)} % |`
}

function percent(changes: Float64Array): string {
  return `${((100 * changes.filter((change) => change < Infinity).length) / changes.length).toFixed(1)} %`
}

function medianOf(changes: Float64Array): string {
  return medianSmallestChange(changes).value?.toFixed(4) ?? 'not reached'
}

function extremes(values: Float64Array): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
}
