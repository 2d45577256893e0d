import type { CategoryColumn, Column, Table } from '@sluice/dataset'
import { type Policy, parsePolicy } from '@sluice/policy'
import { createRandom, type Random } from '@sluice/stats'
import { expect, test } from 'vitest'
import { measureCatalogue } from '../src/index.ts'
import { measureData } from '../src/measure/measure-data.ts'
import type { DatasetData } from '../src/measure/read-policy-data.ts'
import { plan } from '../src/plan.ts'

const simulations = 1000
/** Rows of each slice. */
const fitted = 79
const tested = 60
/** ⌈80 · 0.9⌉ of 80: the coverage that theory has for scores without ties is 0.9. */
const rank = 72

const classes = ['a', 'b', 'c']

function policyOf(conformal: string): Policy {
  return parsePolicy(
    `version: 1
model: m
task: multiclass
datasets: { fitting: { path: fitting.csv }, test: { path: test.csv, role: test } }
columns: { label: y }
models: { m: { probabilities: { a: p_a, b: p_b, c: p_c }, conformal: { on: fitting, by: g, ${conformal} } } }
slices: [{ name: g, column: g }]
gates: [{ name: covers, metric: coverage, slices: [g], between: [0.88, 0.92] }]
`,
    'policy.yaml',
    measureCatalogue,
    { sha256: '' },
  )
}

/** Two groups of rows; the model is over-confident, and in the second group more so. */
function draw(random: Random, rowsOfGroup: number): Table {
  const rows = 2 * rowsOfGroup
  const probabilities = classes.map(() => new Float64Array(rows))
  const codes = new Uint8Array(rows)
  const groups = Uint8Array.from({ length: rows }, (_, row) => (row < rowsOfGroup ? 0 : 1))
  for (let row = 0; row < rows; row++) {
    const raw = classes.map(() => Math.exp(random.normal()))
    const u = random.uniform() * raw.reduce((a, b) => a + b)
    codes[row] = u < raw[0]! ? 0 : u < raw[0]! + raw[1]! ? 1 : 2
    const sure = raw.map((value) => value ** (groups[row] === 0 ? 1.5 : 3))
    const total = sure.reduce((a, b) => a + b)
    for (let k = 0; k < 3; k++) probabilities[k]![row] = sure[k]! / total
  }
  const label: CategoryColumn = {
    kind: 'category',
    name: 'y',
    codes,
    categories: classes,
    missingCode: 255,
    missing: 0,
    distinct: 3,
  }
  const columns = new Map<string, Column>([['y', label]])
  classes.forEach((name, k) => {
    columns.set(`p_${name}`, { kind: 'number', name: `p_${name}`, values: probabilities[k]!, missing: 0 })
  })
  const slices = ['g=calm', 'g=sure'].map((name) => ({ name, rows: rowsOfGroup }))
  return { rows, columns, partitions: [{ name: 'g', codes: groups, outside: 255, slices }], inputs: [] }
}

function dataOf(policy: Policy, tables: Readonly<Record<string, Table>>): DatasetData[] {
  return plan(policy).datasets.map((planned) => ({
    plan: planned,
    definition: policy.datasets.find(({ name }) => name === planned.dataset)!,
    models: policy.models,
    slices: policy.slices,
    table: tables[planned.dataset]!,
    rowFiles: [],
    available: [],
    discovery: [],
  }))
}

/** How far the mean of simulated coverages may be from the nominal by chance alone: four standard errors. */
function allowed(): number {
  const [a, b] = [rank, fitted + 1 - rank]
  const ofCalibration = (a * b) / ((a + b) ** 2 * (a + b + 1))
  return 4 * Math.sqrt((ofCalibration + 0.09 / tested) / simulations)
}

test.each(['score: lac', 'score: aps', 'score: raps, penalty: 0.1, rank: 1'])(
  `%s, from policy to measurement: coverage over ${simulations} simulated calibrations within each slice`,
  (conformal) => {
    const policy = policyOf(conformal)
    const random = createRandom(conformal)
    const sums = new Map<string, number>()
    for (let i = 0; i < simulations; i++) {
      const tables = { fitting: draw(random, fitted), test: draw(random, tested) }
      const drawn = { ...policy, sha256: String(i) }
      const { measurements } = measureData(drawn, dataOf(drawn, tables), { version: 'test', curves: false })
      for (const { slice, value } of measurements) sums.set(slice, (sums.get(slice) ?? 0) + value! / simulations)
    }
    expect([...sums.keys()].sort()).toEqual(['all', 'g=calm', 'g=sure'])
    for (const [slice, mean] of sums) {
      const error = slice === 'all' ? allowed() / Math.SQRT2 : allowed()
      expect(Math.abs(mean - 0.9), `${slice}: ${mean}`).toBeLessThan(error)
    }
  },
)

test('equal policies and rows draw equal shares', () => {
  const policy = policyOf('score: aps')
  const random = createRandom('again')
  const tables = { fitting: draw(random, fitted), test: draw(random, tested) }
  const measure = (sha256: string) =>
    measureData({ ...policy, sha256 }, dataOf(policy, tables), { version: 'test', curves: false }).measurements
  expect(measure('one')).toEqual(measure('one'))
  expect(measure('other')).not.toEqual(measure('one'))
})
