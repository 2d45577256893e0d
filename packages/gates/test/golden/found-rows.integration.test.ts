import { createRandom } from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import { judge, measureCatalogue, measurePolicy } from '../../src/index.ts'
import { goldenPolicy } from './golden-policy.ts'

const asOf = '2026-06-01'

/** Tables of three numbers, drawn independently of each other. */
function independent(rows: Readonly<Record<string, number>>, value: (uniform: number) => number) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, count]) => {
      const random = createRandom(name)
      const number = () => value(random.uniform())
      const lines = Array.from({ length: count }, (_, i) => `${i % 2},0.5,${number()},${number()},${number()}`)
      return [`${name}.csv`, ['y,s,a,b,c', ...lines].join('\n')]
    }),
  )
}

async function judged(gate: string, files: Readonly<Record<string, string>>) {
  const policy = await goldenPolicy({ files, slices: '[]', gates: [`{ name: g, ${gate} }`] })
  const unnamed = {
    ...policy,
    datasets: policy.datasets.map((one) => ({ ...one, columns: { ...one.columns, id: null } })),
  }
  const evidence = await measurePolicy(unnamed, { version: 'test', asOf, curves: false })
  const [verdict] = judge(unnamed, evidence, { asOf, catalogue: measureCatalogue }).gates
  return { ...evidence.measurements[0]!, gate: verdict!, golden: evidence.golden![0]! }
}

describe('golden rows that strangers are near to', () => {
  const numbers = independent({ production: 4000, train: 20_000, golden: 300 }, (uniform) => uniform)

  test.each(['leakage_rate', 'duplicate_rate'])('are no matches of %s in independent tables', async (metric) => {
    const { value, note, gate, golden } = await judged(`metric: ${metric}, max: 0.01`, numbers)
    // Chance may bring one match to one set in twenty.
    expect([value! <= 1 / 300, gate.status]).toEqual([true, 'pass'])
    expect(note).toMatch(/^0 exact, [01] near; near is within 0\.00\d+ here, beyond which chance finds rows too$/)
    const { within, byChance, near } = golden[metric === 'leakage_rate' ? 'leaks' : 'repeats']!
    expect([near <= 1, within! < 0.01, byChance! * 300 < 0.05]).toEqual([true, true, true])
  })

  test('are leaks where they were copied', async () => {
    const [head, ...lines] = numbers['golden.csv']!.split('\n')
    const trained = numbers['train.csv']!.split('\n').slice(1, 31)
    const files = { ...numbers, 'golden.csv': [head, ...lines.slice(30), ...trained].join('\n') }
    const { value, gate } = await judged('metric: leakage_rate, max: 0.01', files)
    expect([value, gate.status]).toEqual([0.1, 'fail'])
  })

  test('cannot be told from copies by features of few values', async () => {
    const few = independent({ production: 400, train: 400, golden: 60 }, (uniform) => Math.floor(uniform * 4))
    for (const match of ['near', 'exact']) {
      const { value, note, gate } = await judged(`metric: { name: leakage_rate, match: ${match} }, max: 0.01`, few)
      expect([value, gate.status]).toEqual([null, 'inconclusive'])
      expect(note).toMatch(/were found, where chance finds (9\d(\.\d)?|100) %: these features do not tell rows apart/)
    }
  })

  test('count beyond chance where features tell some of them apart', async () => {
    const some = independent({ production: 2000, train: 2000, golden: 300 }, (uniform) => Math.floor(uniform * 20))
    const [head, ...lines] = some['golden.csv']!.split('\n')
    const trained = some['train.csv']!.split('\n').slice(1, 151)
    const files = { ...some, 'golden.csv': [head, ...lines.slice(150), ...trained].join('\n') }
    const { value, gate, note } = await judged('metric: leakage_rate, max: 0.01', files)
    expect(note).toMatch(/were found, where chance finds 2\d(\.\d)? %/)
    // Half of them were copied.
    expect(Math.abs(value! - 0.5)).toBeLessThan(0.1)
    expect(gate.status).toBe('fail')
  })
})
