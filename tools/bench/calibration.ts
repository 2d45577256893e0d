/**
 * `npm run bench:calibration [-- --rows 1000000]`: isotonic regression against scikit-learn's, and what the calibration
 * measures of a policy cost beside sorting the scores. Prints Markdown; docs/benchmarks.md holds the last table.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  ace,
  calibrationIntercept,
  calibrationLevel,
  calibrationSlope,
  corpDiscrimination,
  corpReliability,
  debiasedEce,
  ece,
  eceSweep,
  fitCalibrator,
  fitCalibratorToRows,
  type IsotonicParameters,
  isFitted,
  isotonic,
  kernelCalibrationError,
  mce,
  miscalibration,
  reliabilityCurve,
  smoothEce,
  spiegelhalterZ,
} from '@sluice/calibration'
import { type BinarySample, orderByScore } from '@sluice/metrics'
import { createRandom } from '@sluice/stats'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, python: { type: 'string' } },
})
const rows = Number(flags.rows)
const { scores, labels } = predictions(rows)
const binning = { bins: 15, strategy: 'quantile' } as const
const brier = { score: 'brier' } as const
const level = { level: 0.95 } as const

/** What a policy that takes probabilities seriously asks for. */
const section: Record<string, (sample: BinarySample) => unknown> = {
  ece: (sample) => ece.estimate(sample, binning),
  smooth_ece: (sample) => smoothEce.estimate(sample, {}),
  calibration_slope: (sample) => calibrationSlope.estimate(sample, {}),
  calibration_intercept: (sample) => calibrationIntercept.estimate(sample, {}),
  'reliability curve, Wilson bands': (sample) => reliabilityCurve(sample, { ...binning, ...level }),
}
const further: typeof section = {
  mce: (sample) => mce.estimate(sample, binning),
  ace: (sample) => ace.estimate(sample, binning),
  debiased_ece: (sample) => debiasedEce.estimate(sample, binning),
  ece_sweep: (sample) => eceSweep.estimate(sample, {}),
  kernel_calibration_error: (sample) => kernelCalibrationError.estimate(sample, {}),
  calibration_in_the_large: (sample) => calibrationLevel.estimate(sample, {}),
  spiegelhalter_z: (sample) => spiegelhalterZ.estimate(sample, {}),
  miscalibration: (sample) => miscalibration.estimate(sample, brier),
  discrimination: (sample) => corpDiscrimination.estimate(sample, brier),
  'CORP curve, consistency band': (sample) => corpReliability(sample, level),
}

console.log(`# Calibration bench\n\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`)
printSection()
printIsotonic()

/** Seeded scores, a fifth of the labels positive, slightly too timid: continuous, so that there are no ties to gain by. */
function predictions(count: number): { scores: Float64Array; labels: Uint8Array } {
  const random = createRandom('calibration bench')
  const made = { scores: new Float64Array(count), labels: new Uint8Array(count) }
  for (let i = 0; i < count; i++) {
    const truth = 0.0005 + 0.999 * random.uniform() ** 4
    made.labels[i] = random.uniform() < truth ? 1 : 0
    made.scores[i] = 1 / (1 + Math.exp(-(Math.log(truth / (1 - truth)) * 0.9 + 0.2)))
  }
  return made
}

/** Median of milliseconds over runs, each on an order of its own: what one measure has worked out serves the next. */
function printSection(): void {
  const names = ['sort', ...Object.keys(section), ...Object.keys(further)]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let run = 0; run < 9; run++) {
    const sample = timed(times.get('sort')!, () => orderByScore(scores, labels, { keepRows: true }))
    for (const [name, measure] of Object.entries({ ...section, ...further })) {
      timed(times.get(name)!, () => measure(sample))
    }
  }
  const median = (name: string) => middle(times.get(name)!)
  const total = (of: typeof section) => Object.keys(of).reduce((sum, name) => sum + median(name), 0)
  console.log(
    `## ${rows.toLocaleString('en-US')} rows, each value with its interval\n\n| | ms | of the sort |\n|---|---:|---:|`,
  )
  const line = (name: string, ms: number) =>
    console.log(`| ${name} | ${ms.toFixed(1)} | ${(ms / median('sort')).toFixed(2)}× |`)
  for (const name of ['sort', ...Object.keys(section)]) line(name, median(name))
  line('**a policy’s calibration section**', total(section))
  for (const name of Object.keys(further)) line(name, median(name))
  line('**every calibration measure and both curves**', total(section) + total(further))
}

function timed<Result>(into: number[], work: () => Result): Result {
  const started = performance.now()
  const result = work()
  into.push(performance.now() - started)
  return result
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

/** A fit from columns in the table's order, the same with a sort before it, and one from the order that measures share. */
function printIsotonic(): void {
  const peer = isotonicPeer()
  const fromTable: number[] = []
  const sorting: number[] = []
  const fromOrder: number[] = []
  for (let run = 0; run < 9; run++) {
    timed(fromTable, () => parametersOf(fitCalibratorToRows(isotonic(), { scores, labels })))
    const sample = timed(sorting, () => orderByScore(scores, labels))
    timed(fromOrder, () => fitted(sample))
  }
  console.log(
    `\n## Isotonic regression, ${rows.toLocaleString('en-US')} rows\n\n| | from the table, ms | from sorted scores, ms |\n|---|---:|---:|`,
  )
  console.log(`| Sluice | ${middle(fromTable).toFixed(1)} | ${middle(fromOrder).toFixed(1)} |`)
  console.log(`| Sluice, all rows sorted first | ${(middle(sorting) + middle(fromOrder)).toFixed(1)} | |`)
  if (peer === null) return
  console.log(`| ${peer.version} | ${peer.table.toFixed(1)} | ${peer.sorted.toFixed(1)} |`)
  const ratio = (theirs: number, ours: readonly number[]) => (theirs / middle(ours)).toFixed(1)
  console.log(
    `\nSluice is ${ratio(peer.table, fromTable)} times as fast from the table, ${ratio(peer.sorted, fromOrder)} times from sorted scores.`,
  )
  console.log(
    `Largest difference of a fitted value: ${peer.difference(parametersOf(fitCalibratorToRows(isotonic(), { scores, labels }))).toExponential(1)}.`,
  )
}

function fitted(sample: BinarySample) {
  return parametersOf(fitCalibrator(isotonic(), sample))
}

function parametersOf(calibrator: ReturnType<typeof fitCalibratorToRows<IsotonicParameters>>) {
  if (!isFitted(calibrator)) throw new Error(calibrator.explanation)
  return calibrator.parameters
}

function isotonicPeer() {
  const candidates = [flags.python, process.env['BENCH_PYTHON'], 'python3'].filter((one) => one !== undefined)
  const python = candidates.find((one) => spawnSync(one, ['-c', 'import sklearn']).status === 0)
  if (python === undefined) {
    console.log(
      '\nSkipped the comparison: no Python with scikit-learn. Install it and run again, or name one: --python PATH',
    )
    return null
  }
  const folder = join(root, '.sluice', 'bench')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'calibration.bin')
  writeFileSync(file, Buffer.concat([Buffer.from(scores.buffer), Buffer.from(labels.buffer)]))
  const done = spawnSync(python, [join(root, 'tools/bench/isotonic_peer.py'), file, String(rows)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  rmSync(file)
  if (done.status !== 0) throw new Error(`the peer failed: ${done.stderr}`)
  const { version, table, sorted, at, values } = JSON.parse(done.stdout) as {
    version: string
    table: number
    sorted: number
    at: number[]
    values: number[]
  }
  const difference = (parameters: ReturnType<typeof fitted>) => {
    const ours = isotonic().transform(parameters, Float64Array.from(at))
    return values.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0)
  }
  return { version, table, sorted, difference }
}
