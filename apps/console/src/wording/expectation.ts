import type { GateVerdict } from '@sluice/gates'
import { expectationSign as plainSign, expectation as plainWords } from '@sluice/report/words'
import { withMinus } from './number-text.ts'

type Conditioned = Pick<GateVerdict, 'condition' | 'versus' | 'dataset' | 'unit'>

/** What a gate expects, in words: `at least 0.7`. */
export function expectation(gate: Conditioned): string {
  return withMinus(plainWords(gate))
}

/** The same as a sign, for one line: `≥ 0.7`, `Δ ≥ −0.02`. */
export function expectationSign(gate: Conditioned): string {
  return withMinus(plainSign(gate, { atLeast: '≥', atMost: '≤', delta: 'Δ' }))
}
