import type { Evidence } from '@sluice/gates/judge'
import { beforeAll, describe, expect, test } from 'vitest'
import { backTest, compareBackTests, flipsOf, judgeAgain, type PastEvaluation } from '../../src/judging/judge-again.ts'
import { changed, measureCreditDefault, policyOf } from './credit-default.ts'

const today = '2026-11-24'
let evidence: Evidence

beforeAll(async () => {
  evidence = await measureCreditDefault()
})

/** The same evidence with another calibration error, as a later model would have. */
function withCalibrationError(value: number): Evidence {
  // Under stress nothing fails here, so that what calibration decides is what decides.
  const values: Record<string, number> = { ece: value, failure_rate: 0.01 }
  const measurements = evidence.measurements.map((one) =>
    one.metric in values ? { ...one, value: values[one.metric]! } : one,
  )
  return { ...evidence, measurements, curves: [] }
}

function past(id: string, createdAt: string, value: number): PastEvaluation {
  const measured = withCalibrationError(value)
  const verdict = judgeAgain(policyOf(), measured, today)
  const blocking = verdict.gates.filter((gate) => gate.blocking).map(({ name, status }) => ({ name, status }))
  return { evaluation: { id, createdAt, verdict: verdict.verdict, blocking }, evidence: measured }
}

describe('judging stored evidence again', () => {
  test('says of the example what the check said', () => {
    const { verdict, gates } = judgeAgain(policyOf(), evidence, today)
    expect(verdict).toBe('fail')
    expect(gates.filter(({ blocking }) => blocking).map(({ name }) => name)).toEqual([
      'honest-probabilities',
      'costs-no-likelihood',
      'no-slice-left-behind',
      'survives-stress',
    ])
  })

  test('a wider bound lets a gate pass', () => {
    const policy = changed('max_delta: 0', 'max_delta: 0.1')
    const gate = judgeAgain(policy, evidence, today).gates.find(({ name }) => name === 'costs-no-likelihood')
    expect(gate?.status).toBe('pass')
  })
})

describe('a back-test', () => {
  test('goes from the oldest and names what would be freed and what caught', () => {
    const evaluations = [past('b', '2026-11-02T00:00:00.000Z', 0.02), past('a', '2026-11-01T00:00:00.000Z', 0.04)]
    const rows = backTest(changed('    max: 0.03', '    max: 0.01'), evaluations, today)
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(rows[0]).toMatchObject({ was: 'fail', is: 'fail', freed: [], caught: [] })
    expect(rows[1]).toMatchObject({ freed: [], caught: ['honest-probabilities'] })
  })

  test('calls only other verdicts flips', () => {
    const lenient = changed('max_delta: 0', 'max_delta: 0.1')
    const evaluations = [past('a', '2026-11-01T00:00:00.000Z', 0.02), past('b', '2026-11-02T00:00:00.000Z', 0.2)]
    const rows = compareBackTests(policyOf(), lenient, evaluations, today)
    expect(rows.map(({ was, is }) => `${was} → ${is}`)).toEqual(['fail → inconclusive', 'fail → fail'])
    expect(rows[0]!.freed).toEqual(['costs-no-likelihood'])
    expect(flipsOf(rows).map(({ id }) => id)).toEqual(['a'])
  })

  test('is in error, never silent, where evidence was measured under other definitions', () => {
    const rows = backTest(changed('quantiles: 4', 'quantiles: 5'), [past('a', '2026-11-01T00:00:00.000Z', 0.02)], today)
    expect(rows[0]!.is).toBe('error')
  })
})
