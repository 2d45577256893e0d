import type { GateVerdict, MeasurementVerdict } from '@sluice/gates'

/** How a case of a test report ends; every format that knows cases or alerts maps from these. */
export type Outcome = 'passed' | 'warned' | 'undecided' | 'waived' | 'failed' | 'blocked' | 'broken'

/**
 * The outcome of one measurement of a gate, or of the whole gate where nothing was measured. `blocked` is an
 * undecided case that stops the release, `undecided` one that does not: a report must not be green where the exit
 * code is not, nor red where it is.
 */
export function outcomeOf(gate: GateVerdict, measurement: Pick<MeasurementVerdict, 'status'> | null): Outcome {
  const status = measurement?.status ?? gate.status
  switch (status) {
    case 'pass':
      return 'passed'
    case 'waived':
      return 'waived'
    case 'error':
      return 'broken'
    case 'warn':
      return 'warned'
    case 'fail':
      return gate.severity === 'warn' ? 'warned' : 'failed'
    case 'inconclusive':
      if (gate.status === 'warn') return 'warned'
      // Beside a failing slice, an undecided one of the same blocking gate does not stop anything on its own.
      return gate.status === 'inconclusive' && gate.blocking ? 'blocked' : 'undecided'
    case 'skipped':
      return 'undecided'
  }
}
