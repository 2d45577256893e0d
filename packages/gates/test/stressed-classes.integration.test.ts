import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measureStress } from '../src/index.ts'
import { estimateOf, measuredIn, policyIn, problemOf } from './asked-policies.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-classes-'))
afterAll(() => rmSync(folder, { recursive: true }))
const measured = (body: string) => measuredIn(folder, body)

/** A program that answers with what can be worked out by hand: bright's probability p, and the rest for two others. */
const program = (answer: string) =>
  `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { brightness } = JSON.parse(line)
  const p = brightness === null ? 0 : Math.max(0, Math.min(1, brightness / 20))
  console.log(JSON.stringify(${answer}))
})`

beforeAll(() => {
  // Classes by their names, and by their places in another order.
  writeFileSync(join(folder, 'objects.cjs'), program('{ dim: (1 - p) / 2, bright: p, dark: (1 - p) / 2 - 0.01 }'))
  writeFileSync(join(folder, 'lists.cjs'), program('[p, (1 - p) / 2 - 0.01, (1 - p) / 2]'))
  writeFileSync(join(folder, 'brightness.json'), JSON.stringify({ order: ['brightness'] }))
  const rows = Array.from(
    { length: 10 },
    (_, i) => `${i},${2 * i + 2},${i > 4 ? 'bright' : 'dim'},${i % 2 ? 'odd' : 'even'}`,
  )
  writeFileSync(join(folder, 'brightness.csv'), `id,brightness,kind,parity\n${rows.join('\n')}\n`)
})

describe('a multiclass model whose answers are known', () => {
  // Brightness is 2, 4, …, 20; p = brightness / 20 is bright's probability and the rest is shared: bright is the highest from 8 on (p > 1 / 3), else dim.
  const dims = (gates: string, program: string, more = '', suite = 's') => `task: multiclass
datasets: { test: { path: brightness.csv, role: test } }
columns: { id: id, label: kind }
models: { candidate: { call: { command: [${JSON.stringify(process.execPath)}, ${program}], inputs: brightness.json${more} } } }
slices: [{ name: parity, column: parity }]
stress: { ${suite}: { model: candidate, perturb: [{ unit_mistake: 0.5, columns: [brightness] }], expect: { invariant_within: 0.22 } } }
gates: [${gates}]
`
  const all = ['flip_rate', 'failure_rate', 'robust_accuracy']
    .map((metric) => `{ name: ${metric}, metric: ${metric}, stress: s, between: [0, 1] }`)
    .join(', ')

  test.each([
    ['objects that name them', 'objects.cjs', ''],
    ['lists whose order the policy names', 'lists.cjs', ', classes: [bright, dark, dim]'],
    ['objects in an order that the policy wants', 'objects.cjs', ', classes: [dark, dim, bright]'],
  ])('flips, fails and stays right as often as by hand, from %s', async (_, program, more) => {
    const evidence = await measured(dims(`${all}, { name: right, metric: accuracy, min: 0.5 }`, program, more))
    // Highest as they are: dim for 2 to 6, bright from 8 on. Halved, bright from 14 on: 8, 10 and 12 flip.
    expect(estimateOf(evidence, 'flip_rate').value).toBeCloseTo(0.3, 12)
    // Bright's probability, which moves most, falls by brightness / 40: more than 0.22 from 10 on.
    expect(estimateOf(evidence, 'failure_rate').value).toBeCloseTo(0.6, 12)
    // Right as they are: 2 to 6 (dim) and 12 to 20 (bright); of them 12 flips.
    expect(estimateOf(evidence, 'accuracy').value).toBeCloseTo(0.8, 12)
    expect(estimateOf(evidence, 'robust_accuracy').value).toBeCloseTo(0.7, 12)
  })

  test('needs names only for what is right or wrong', async () => {
    const flips = '{ name: f, metric: flip_rate, stress: s, max: 1 }'
    const evidence = await measured(dims(flips, 'lists.cjs'))
    expect(estimateOf(evidence, 'flip_rate').value).toBeCloseTo(0.3, 12)
    expect(evidence.stress![0]).toMatchObject({ accuracy: null })
    expect(evidence.stress![0]!.notes.join()).toContain('does not name its classes')
    expect(evidence.stress![0]).not.toHaveProperty('classes')
    const problem = await problemOf(measured(dims(all, 'lists.cjs')))
    expect(problem).toMatchObject({ code: 'model-without-classes', path: 'stress.s.model' })
    expect(problem.hint).toContain('classes: [bright, dim]')
  })

  test('refuses a label that the model does not score, and classes that it does not have', async () => {
    const unknown = await problemOf(measured(dims(all, 'lists.cjs', ', classes: [bright, dark, dusk]')))
    expect(unknown).toMatchObject({ code: 'unknown-class' })
    expect(unknown.message).toContain(
      'rows labelled dim, which the model does not score; its classes are bright, dark, dusk',
    )
    const other = await problemOf(measured(dims(all, 'objects.cjs', ', classes: [bright, dim, dusk]')))
    expect(other.message).toContain('of which dark is not among the classes bright, dim, dusk')
  })

  test('against a reference that orders its classes otherwise', async () => {
    const body = dims('{ name: r, metric: relative_corruption_error, stress: s, max: 5 }', 'objects.cjs')
      .replace(
        'stress: { s: { model: candidate,',
        `stress: { s: { model: candidate, reference: { command: [${JSON.stringify(process.execPath)}, lists.cjs], inputs: brightness.json, classes: [bright, dark, dim] },`,
      )
      .replace('unit_mistake: 0.5', 'unit_mistake: 3')
    // The reference is the same model, its columns in another order: it loses as much. Tripled, 4 to 10 are called bright.
    expect(estimateOf(await measured(body), 'relative_corruption_error').value).toBeCloseTo(1, 12)
  })

  test('in sluice stress, without a gate', async () => {
    const policy = await policyIn(folder, dims('{ name: right, metric: accuracy, min: 0.5 }', 'lists.cjs'))
    const [section] = await measureStress(policy, policy.stress!, { version: 'test' })
    expect(section!.flipRate!.value).toBeCloseTo(0.3, 12)
    expect(section!.accuracy).toBeNull()
  })
})
