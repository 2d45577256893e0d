import type { Gate } from '@sluice/policy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeasurementEvidence } from '../src/evidence.ts'
import { judge } from '../src/judge/judge.ts'
import { evidence, gate, measured, noCatalogue, policy, slices } from './fixtures.ts'

const asOf = '2026-11-23'
const statusOf = (one: Gate, ...measurements: MeasurementEvidence[]) =>
  judge(policy([one]), evidence(...measurements), { asOf, catalogue: noCatalogue }).gates[0]!

describe('proofs', () => {
  test('a point estimate is judged by the estimate alone', () => {
    expect(statusOf(gate(), measured({ value: 0.7, error: 0.5 })).status).toBe('pass')
    expect(statusOf(gate(), measured({ value: 0.6999, error: 0.5 })).status).toBe('fail')
  })

  test('a value that is only known from below passes a bound that it reaches, and decides no other', () => {
    const held = {
      ...measured({ value: 0.3 }),
      uncertainty: null,
      atLeast: true,
      note: '>= 0.3: it withstood',
    } as const
    const bound = (kind: 'min' | 'max', at: number) => gate({ condition: { kind, bound: at } })
    expect(statusOf(bound('min', 0.3), held)).toMatchObject({
      status: 'pass',
      reason: 'at least 0.3, expected at least 0.3.',
    })
    const beyond = statusOf(bound('min', 0.31), held)
    expect(beyond).toMatchObject({
      status: 'inconclusive',
      measurements: [{ value: 0.3, atLeast: true, rowsNeeded: null }],
    })
    expect(beyond.reason).toBe('At least 0.3, expected at least 0.31: >= 0.3: it withstood.')
    expect(statusOf(bound('max', 0.2), held).status).toBe('fail')
    expect(statusOf(bound('max', 0.5), held).status).toBe('inconclusive')
    expect(statusOf(gate({ condition: { kind: 'min', bound: 0.31 }, proof: 'unrefuted' }), held).status).toBe(
      'inconclusive',
    )
  })

  test('proven passes only where the whole interval clears the bound', () => {
    const proven = gate({ proof: 'proven' })
    expect(statusOf(proven, measured({ value: 0.75 })).status).toBe('pass')
    expect(statusOf(proven, measured({ value: 0.71 })).status).toBe('inconclusive')
    expect(statusOf(proven, measured({ value: 0.69 })).status).toBe('inconclusive')
    expect(statusOf(proven, measured({ value: 0.65 })).status).toBe('fail')
  })

  test('unrefuted fails only where the whole interval is beyond the bound', () => {
    const unrefuted = gate({ proof: 'unrefuted' })
    expect(statusOf(unrefuted, measured({ value: 0.69 })).status).toBe('pass')
    expect(statusOf(unrefuted, measured({ value: 0.65 })).status).toBe('fail')
  })

  test('an upper bound is the mirror of a lower one', () => {
    const max = gate({ proof: 'proven', condition: { kind: 'max', bound: 0.7 } })
    expect(statusOf(max, measured({ value: 0.65 })).status).toBe('pass')
    expect(statusOf(max, measured({ value: 0.75 })).status).toBe('fail')
  })

  test('a band is proven inside and refuted outside either end', () => {
    const band = gate({ proof: 'proven', condition: { kind: 'between', lower: 0.7, upper: 0.8 } })
    expect(statusOf(band, measured({ value: 0.75 })).status).toBe('pass')
    expect(statusOf(band, measured({ value: 0.79 })).status).toBe('inconclusive')
    expect(statusOf(band, measured({ value: 0.65 })).status).toBe('fail')
    expect(statusOf(band, measured({ value: 0.85 })).status).toBe('fail')
  })

  test('a bias-corrected interval on the good side never refutes an estimate on the bad side', () => {
    const ece = gate({ proof: 'unrefuted', condition: { kind: 'max', bound: 0.03 } })
    const corrected = measured({
      value: 0.04,
      uncertainty: {
        kind: 'normal',
        method: 'bias_corrected',
        scale: 'identity',
        standardError: 0.005,
        degreesOfFreedom: null,
        center: 0.01,
      },
    })
    expect(statusOf(ece, corrected).status).toBe('pass')
    expect(statusOf({ ...ece, proof: 'point' }, corrected).status).toBe('fail')
  })
})

describe('too little to tell', () => {
  test('fewer rows than the gate asks for are inconclusive, with the rows that lack', () => {
    const verdict = statusOf(gate({ minRows: 1500 }), measured({ value: 0.9 }))
    expect(verdict.status).toBe('inconclusive')
    expect(verdict.measurements[0]).toMatchObject({ rowsNeeded: 500, status: 'inconclusive' })
    expect(verdict.remedy).toContain('500 more rows')
  })

  test('missing positives are turned into rows at the rate of the slice', () => {
    const verdict = statusOf(gate({ minPositives: 300 }), measured({ value: 0.9 }))
    expect(verdict.measurements[0]).toMatchObject({ rowsNeeded: 500 })
  })

  test('no value, no rows and no interval are each inconclusive, never a pass', () => {
    expect(statusOf(gate(), measured({ value: null, uncertainty: null, undefinedBecause: 'one_class' })).status).toBe(
      'inconclusive',
    )
    expect(statusOf(gate({ proof: 'unrefuted' }), measured({ uncertainty: null })).status).toBe('inconclusive')
    expect(statusOf(gate({ slices: ['sex'], proof: 'unrefuted' }), measured()).status).toBe('error')
  })

  test('an inconclusive proof says how many more rows would decide', () => {
    // 0.71 ± 0.0196: the interval must shrink to half its width, that is four times the rows.
    const needed = statusOf(gate({ proof: 'proven' }), measured({ value: 0.71 })).measurements[0]!.rowsNeeded!
    expect(needed).toBeGreaterThan(2800)
    expect(needed).toBeLessThan(2900)
  })

  test('a slice definition that repeats the label is an error, one slice of one class is not', () => {
    const both = slices(
      ['sex=1', null, 0, { undefinedBecause: 'one_class' }],
      ['sex=2', null, 0, { undefinedBecause: 'one_class' }],
    )
    expect(statusOf(gate({ slices: ['sex'], proof: 'unrefuted' }), measured(), ...both).status).toBe('error')
    const one = slices(['sex=1', null, 0, { undefinedBecause: 'one_class' }], ['sex=2', 0.8, 0.01])
    expect(statusOf(gate({ slices: ['sex'], proof: 'unrefuted' }), measured(), ...one).status).toBe('inconclusive')
  })
})

describe('many slices', () => {
  const overSlices = gate({ slices: ['sex'], proof: 'unrefuted' })
  const good = Array.from({ length: 19 }, (_, i): [string, number, number] => [`sex=${i}`, 0.8, 0.01])

  test('a slice that is beyond the bound by chance alone is not a failure after Holm', () => {
    const borderline = slices(['sex=x', 0.6775, 0.01], ...good)
    expect(statusOf(overSlices, measured(), ...borderline).status).toBe('pass')
    expect(statusOf({ ...overSlices, correction: 'none' }, measured(), ...borderline).status).toBe('fail')
  })

  test('a slice that is clearly beyond the bound fails whatever the family', () => {
    const verdict = statusOf(overSlices, measured(), ...slices(['sex=x', 0.6, 0.01], ...good))
    expect(verdict.status).toBe('fail')
    expect(verdict.measurements.find((m) => m.slice === 'sex=x')!.status).toBe('fail')
    expect(verdict.reason).toContain('sex=x')
  })

  test('good slices do not make the family more generous', () => {
    const p = (n: number) =>
      statusOf(overSlices, measured(), ...slices(['sex=x', 0.6775, 0.01], ...good.slice(0, n))).measurements[0]!
        .adjustedPValue!
    expect(p(19)).toBeGreaterThan(p(4))
  })

  test('proofs over slices need no correction unless the policy declares one', () => {
    const proven = gate({ slices: ['sex'], proof: 'proven' })
    const barely = slices(...Array.from({ length: 10 }, (_, i): [string, number, number] => [`sex=${i}`, 0.722, 0.01]))
    expect(statusOf(proven, measured(), ...barely).status).toBe('pass')
    expect(statusOf({ ...proven, correctionDeclared: true }, measured(), ...barely).status).toBe('inconclusive')
  })
})

describe('distances', () => {
  const fair = gate({ slices: ['sex'], proof: 'unrefuted', condition: { kind: 'max_disparity', bound: 0.05 } })

  test('a disparity is refuted where some pair is certainly farther apart', () => {
    expect(statusOf(fair, measured(), ...slices(['sex=1', 0.8, 0.01], ['sex=2', 0.7, 0.01])).status).toBe('fail')
    expect(statusOf(fair, measured(), ...slices(['sex=1', 0.8, 0.02], ['sex=2', 0.74, 0.02])).status).toBe('pass')
  })

  test('a proven disparity needs every pair near', () => {
    const proven = { ...fair, proof: 'proven' as const }
    expect(statusOf(proven, measured(), ...slices(['sex=1', 0.8, 0.005], ['sex=2', 0.79, 0.005])).status).toBe('pass')
    expect(statusOf(proven, measured(), ...slices(['sex=1', 0.8, 0.02], ['sex=2', 0.79, 0.02])).status).toBe(
      'inconclusive',
    )
  })

  test('a slice that is too small leaves the comparison undecided', () => {
    const small = slices(['sex=1', 0.8, 0.01], ['sex=2', 0.79, 0.01], ['sex=3', 0.8, 0.2, { rows: 12 }])
    const verdict = statusOf({ ...fair, minRows: 100 }, measured(), ...small)
    expect(verdict.status).toBe('inconclusive')
    expect(verdict.measurements[0]!.note).toContain('sex=3')
  })

  test('a ratio compares smallest and largest', () => {
    const ratio = gate({ slices: ['sex'], proof: 'point', condition: { kind: 'min_ratio', bound: 0.8 } })
    const verdict = statusOf(ratio, measured(), ...slices(['sex=1', 0.8, 0.01], ['sex=2', 0.6, 0.01]))
    expect(verdict.measurements[0]!.value).toBeCloseTo(0.75, 12)
    expect(verdict.status).toBe('fail')
  })

  test('a gap between datasets compares the same slice on both', () => {
    const gap = gate({ on: ['validation', 'test'], proof: 'unrefuted', condition: { kind: 'max_gap', bound: 0.02 } })
    expect(statusOf(gap, measured({ dataset: 'validation', value: 0.85 }), measured()).status).toBe('fail')
    expect(statusOf(gap, measured({ dataset: 'validation', value: 0.76 }), measured()).status).toBe('pass')
  })
})

describe('what a verdict weighs', () => {
  test('a warning never blocks, an inconclusive blocking gate does', () => {
    const fail = gate({ severity: 'warn' })
    const run = judge(policy([fail]), evidence(measured({ value: 0.5 })), { asOf, catalogue: noCatalogue })
    expect(run.gates[0]!.status).toBe('warn')
    expect(run.verdict).toBe('pass')
    const cannotTell = judge(policy([gate({ minRows: 9999 })]), evidence(measured()), { asOf, catalogue: noCatalogue })
    expect(cannotTell.verdict).toBe('inconclusive')
  })

  test('on_inconclusive decides what an undecided gate does to the verdict, not what it is', () => {
    const undecided = gate({ minRows: 9999 })
    const as = (onInconclusive: Gate['onInconclusive']) =>
      judge(policy([{ ...undecided, onInconclusive }]), evidence(measured()), { asOf, catalogue: noCatalogue })
    expect(as('warn').gates[0]!.status).toBe('warn')
    expect(as('warn').verdict).toBe('pass')
    expect(as('pass').gates[0]!.status).toBe('inconclusive')
    expect(as('pass').verdict).toBe('pass')
  })

  test('a failure outweighs an inconclusive answer, an error outweighs both', () => {
    const gates = [gate({ name: 'a', minRows: 9999 }), gate({ name: 'b', condition: { kind: 'min', bound: 0.9 } })]
    expect(judge(policy(gates), evidence(measured()), { asOf, catalogue: noCatalogue }).verdict).toBe('fail')
    const unmeasured = [...gates, gate({ name: 'c', metric: { name: 'brier', options: {} } })]
    expect(judge(policy(unmeasured), evidence(measured()), { asOf, catalogue: noCatalogue }).verdict).toBe('error')
  })
})

describe('waivers', () => {
  const waiver = {
    gate: 'gate',
    slice: null,
    until: '2026-11-23',
    reason: 'label bug',
    approvedBy: 'lead',
    location: { file: 'policy.yaml', line: 1, column: 1 },
  }
  const judged = (until: string, slice: string | null = null, value = 0.5) =>
    judge(policy([gate()], [{ ...waiver, until, slice }]), evidence(measured({ value })), {
      asOf,
      catalogue: noCatalogue,
    })

  test('a waiver covers a failure through its last day', () => {
    expect(judged('2026-11-23').gates[0]!.status).toBe('waived')
    expect(judged('2026-11-23').verdict).toBe('pass')
    expect(judged('2026-11-23').waivers[0]!.state).toBe('active')
  })

  test('an expired waiver counts for nothing and is shown', () => {
    expect(judged('2026-11-22').gates[0]!.status).toBe('fail')
    expect(judged('2026-11-22').waivers[0]!.state).toBe('expired')
  })

  test('a waiver of another slice covers nothing', () => {
    expect(judged('2026-12-31', 'sex=1').gates[0]!.status).toBe('fail')
  })

  test('a waiver that covers nothing any more is unused', () => {
    expect(judged('2026-12-31', null, 0.9).waivers[0]!.state).toBe('unused')
  })
})

test('a better candidate is never judged worse', () => {
  const order = ['error', 'fail', 'inconclusive', 'pass']
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      fc.constantFrom('point', 'proven', 'unrefuted'),
      (value, gain, proof) => {
        const one = gate({ proof: proof as Gate['proof'] })
        const before = statusOf(one, measured({ value })).status
        const after = statusOf(one, measured({ value: value + gain })).status
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before))
      },
    ),
  )
})

describe('evidence of another question', () => {
  const sliced = gate({ slices: ['sex'], proof: 'unrefuted' })
  const both = slices(['sex=1', 0.8, 0.01], ['sex=2', 0.79, 0.01])
  const run = (one: Gate, stored: ReturnType<typeof evidence>) =>
    judge(policy([one]), stored, { asOf, catalogue: noCatalogue }).gates[0]!

  test('a name that stood for something else is an error, and says which', () => {
    const stored = evidence(measured(), ...both)
    const moved = { ...stored, definitions: { ...stored.definitions, 'model:candidate': '{"score":"another"}' } }
    expect(run(sliced, moved)).toMatchObject({ status: 'error', blocking: true })
    expect(run(sliced, moved).reason).toContain('model candidate')
  })

  test('a slice that the dataset has and the evidence lacks is an error', () => {
    const stored = evidence(measured(), ...both)
    const cut = { ...stored, measurements: stored.measurements.filter((m) => m.slice !== 'sex=2') }
    expect(run(sliced, cut).status).toBe('error')
    expect(run(sliced, cut).reason).toContain('sex=2')
  })
})

describe('what corrections change', () => {
  test('rows that are needed are those for the corrected level', () => {
    const proven = gate({ slices: ['sex'], proof: 'proven', correction: 'bonferroni', correctionDeclared: true })
    const four = slices(...Array.from({ length: 4 }, (_, i): [string, number, number] => [`sex=${i}`, 0.7217, 0.01]))
    const [first] = statusOf(proven, measured(), ...four).measurements
    // z of 0.0125 a tail is 2.498, the estimate stands 2.17 errors from the bound: 1000 · (2.498 / 2.17)² rows in all.
    expect(first).toMatchObject({ status: 'inconclusive', rowsNeeded: expect.closeTo(325, -1) })
    expect(first!.reason).toContain('not over all slices')
  })

  test('several comparisons in one gate are corrected too', () => {
    const fair = gate({ slices: ['sex', 'age'], proof: 'unrefuted', condition: { kind: 'max_disparity', bound: 0.05 } })
    const gap = (partition: string, low: number) =>
      slices([`${partition}=1`, 0.8, 0.01], [`${partition}=2`, low, 0.01]).map((m) => ({ ...m, partition }))
    const status = (correction: Gate['correction']) =>
      statusOf({ ...fair, correction }, measured(), ...gap('sex', 0.721), ...gap('age', 0.79)).status
    expect([status('none'), status('bonferroni')]).toEqual(['fail', 'pass'])
  })

  test('slices that are too small are no members of the family', () => {
    const unrefuted = gate({ slices: ['sex'], proof: 'unrefuted', minRows: 100 })
    const verdict = statusOf(
      unrefuted,
      measured(),
      ...slices(['sex=1', 0.8, 0.01], ['sex=2', 0.79, 0.01], ['sex=3', 0.8, 0.2, { rows: 12 }]),
    )
    expect(verdict.judgedBy).toMatchObject({ correction: 'holm', family: 2 })
  })
})

test('a waiver of one slice takes it out of a comparison', () => {
  const fair = gate({ slices: ['sex'], proof: 'unrefuted', condition: { kind: 'max_disparity', bound: 0.05 } })
  const waiver = {
    gate: 'gate',
    slice: 'sex=2',
    until: '2026-12-31',
    reason: 'label bug',
    approvedBy: 'lead',
    location: fair.location,
  }
  const three = slices(['sex=1', 0.8, 0.01], ['sex=2', 0.6, 0.01], ['sex=3', 0.79, 0.01])
  const run = (...of: MeasurementEvidence[]) =>
    judge(policy([fair], [waiver]), evidence(measured(), ...of), { asOf, catalogue: noCatalogue })
  expect(run(...three).gates[0]!.status).toBe('waived')
  expect(run(...three).waivers[0]!.state).toBe('active')
  expect(run(...three, ...slices(['sex=4', 0.6, 0.01])).gates[0]!.status).toBe('fail')
})

test('rows count by their weights', () => {
  const verdict = statusOf(gate({ minRows: 500 }), measured({ effectiveRows: 10 }))
  expect(verdict.measurements[0]).toMatchObject({ status: 'inconclusive', rowsNeeded: 490 })
  expect(verdict.reason).toContain('worth 10')
  expect(verdict.measurements[0]).toMatchObject({ n: 1000, effectiveRows: 10 })
  expect(statusOf(gate(), measured()).measurements[0]).not.toHaveProperty('effectiveRows')
})

test('a verdict carries what a reader should know of the data, each note once with the datasets it is about', () => {
  const dataset = (name: string, ...notes: string[]) => ({ name, rows: 9, inputs: [], slices: {}, notes })
  const measuredOn = {
    ...evidence(measured()),
    datasets: [dataset('validation', 'calibrated'), dataset('test', 'calibrated', '3 rows are in no slice')],
  }
  expect(judge(policy([gate()]), measuredOn, { asOf, catalogue: noCatalogue }).notes).toEqual([
    { datasets: ['validation', 'test'], text: 'calibrated' },
    { datasets: ['test'], text: '3 rows are in no slice' },
  ])
})
