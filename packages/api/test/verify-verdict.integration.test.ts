import { createHash } from 'node:crypto'
import type { GateVerdict } from '@sluice/gates'
import { expect, test } from 'vitest'
import { verifyVerdict } from '../src/push/verify-verdict.ts'
import { example, judgedUnder, today } from './set-up/example.ts'

const waived = (until: string) => (text: string) =>
  `${text}\nwaivers:\n  - { gate: finds-the-rare-ones, until: ${until}, reason: agreed, approved_by: ada }\n`

const unreachable = (text: string) => text.replace('min: 0.50', 'min: 0.99')

function withGate(index: number, change: Partial<GateVerdict>) {
  const pushed = example()
  const gates = pushed.verdict.gates.map((gate, at) => (at === index ? { ...gate, ...change } : gate))
  return { ...pushed, verdict: { ...pushed.verdict, gates } }
}

test('a verdict that follows from its evidence holds', () => {
  expect(verifyVerdict(example(), today)).toBeNull()
})

test('a forged verdict is refused, and the refusal names the place, the claim and the truth', () => {
  const pushed = judgedUnder(unreachable)
  expect(pushed.verdict.verdict).toBe('fail')
  const forged = { ...pushed, verdict: { ...pushed.verdict, verdict: 'pass' as const } }
  expect(verifyVerdict(forged, today)).toContain('verdict is claimed to be "pass", and is "fail"')
})

test('a gate whose status or number was changed is refused', () => {
  const { gates } = example().verdict
  const [first] = gates[0]!.measurements
  expect(verifyVerdict(withGate(0, { status: 'waived' }), today)).toContain('gates[0].status is claimed')
  const measurements = [{ ...first!, value: first!.value! + 0.01 }]
  expect(verifyVerdict(withGate(0, { measurements }), today)).toContain('gates[0].measurements[0].value')
})

test('a gate left out of a verdict is missed', () => {
  const pushed = example()
  const gates = pushed.verdict.gates.slice(1)
  expect(verifyVerdict({ ...pushed, verdict: { ...pushed.verdict, gates } }, today)).toContain('gates is claimed')
})

test('other words for the same facts are taken, as another version writes them', () => {
  expect(verifyVerdict(withGate(0, { reason: 'Said differently.', remedy: null }), today)).toBeNull()
})

test('a verdict of a version that carried no notes on the data is taken', () => {
  const pushed = example()
  const { notes, ...verdict } = pushed.verdict
  expect(notes).toBeDefined()
  expect(verifyVerdict({ ...pushed, verdict }, today)).toBeNull()
})

test('rounding in the last digits is no forgery', () => {
  const [first, ...rest] = example().verdict.gates[0]!.measurements
  const measurements = [{ ...first!, value: first!.value! * (1 + 1e-12) }, ...rest]
  expect(verifyVerdict(withGate(0, { measurements }), today)).toBeNull()
})

test('what an earlier version did not say yet is not missed, and has to be true where it is said', () => {
  const pushed = example()
  const measurements = pushed.evidence.measurements.map((one) =>
    one.slice === 'all' && one.effectiveRows === one.rows ? { ...one, effectiveRows: 0.99 * one.rows } : one,
  )
  const weighted = { ...pushed, evidence: { ...pushed.evidence, measurements } }
  expect(verifyVerdict(weighted, today)).toBeNull()
  const [first, ...others] = weighted.verdict.gates
  const claimed = { ...first!, measurements: first!.measurements.map((one) => ({ ...one, effectiveRows: 12 })) }
  const told = { ...weighted, verdict: { ...weighted.verdict, gates: [claimed, ...others] } }
  expect(verifyVerdict(told, today)).toContain('effectiveRows is claimed')
})

test('another policy than the one that was judged is refused by its hash', () => {
  const pushed = example()
  const [own, ...rest] = pushed.policy
  const lax = { ...pushed, policy: [{ ...own!, text: own!.text.replace('min: 0.50', 'min: 0.01') }, ...rest] }
  expect(verifyVerdict(lax, today)).toMatch(/policy files sent hash to/)
})

test('evidence about another model is refused', () => {
  const pushed = example()
  expect(verifyVerdict({ ...pushed, evidence: { ...pushed.evidence, model: 'other' } }, today)).toContain("'other'")
})

test('a policy that cannot be read here is refused with its place', () => {
  const pushed = example()
  const text = 'version: 1\nmodel: credit-default\nnews: true\n'
  const policySha256 = createHash('sha256').update(text).digest('hex')
  const unreadable = {
    ...pushed,
    policy: [{ file: 'policy.yaml', text }],
    verdict: { ...pushed.verdict, policySha256 },
  }
  expect(verifyVerdict(unreadable, today)).toMatch(/cannot read the policy.*policy\.yaml:3:1/)
})

test('a verdict is held against the day that it states, however long ago, and against no other', () => {
  const pushed = judgedUnder((text) => waived('2026-11-24')(unreachable(text)), '2026-11-24')
  expect([pushed.verdict.asOf, pushed.verdict.waivers[0]?.state]).toEqual(['2026-11-24', 'active'])
  expect(verifyVerdict(pushed, '2027-11-24')).toBeNull()
  const later = { ...pushed, verdict: { ...pushed.verdict, asOf: '2026-11-25' } }
  expect(verifyVerdict(later, '2026-11-25')).toContain('is claimed to be')
})

test('a verdict of a day to come is refused, except where clocks differ by less than a day', () => {
  const pushed = judgedUnder((text) => text, '2026-11-25')
  expect(verifyVerdict(pushed, '2026-11-24')).toBeNull()
  expect(verifyVerdict(pushed, '2026-11-23')).toMatch(/waivers against 2026-11-25, and today is 2026-11-23/)
})

test('a waiver of a verdict without a day holds for the week that a push may wait in a spool, and no longer', () => {
  const judged = judgedUnder((text) => waived('2026-11-24')(unreachable(text)))
  const { asOf: _, ...verdict } = judged.verdict
  const pushed = { ...judged, verdict }
  expect(pushed.verdict.waivers[0]?.state).toBe('active')
  expect(verifyVerdict(pushed, '2026-11-24')).toBeNull()
  expect(verifyVerdict(pushed, '2026-11-25')).toBeNull()
  expect(verifyVerdict(pushed, '2026-12-01')).toBeNull()
  expect(verifyVerdict(pushed, '2026-12-02')).toContain('is claimed to be')
})

test('a policy that could not be judged at all claims nothing and is taken', () => {
  const pushed = example()
  const problem = { code: 'missing-column', severity: 'error', message: 'x', file: 'p', line: 1, column: 1, path: '' }
  const verdict = { ...pushed.verdict, verdict: 'error' as const, gates: [], problems: [problem as never] }
  expect(verifyVerdict({ ...pushed, verdict }, today)).toBeNull()
  expect(verifyVerdict({ ...pushed, verdict: { ...verdict, verdict: 'pass' } }, today)).toContain('is claimed to be')
})
