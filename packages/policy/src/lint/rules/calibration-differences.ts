import type { Problem } from '../../problem.ts'
import { gateWarning, type LintInput } from '../finding.ts'
import { calibrationErrors } from '../measure-traits.ts'

/** Two calibration errors near 0 differ by noise, to which the interval of their difference is not suited. */
export function calibrationDifferences({ policy }: LintInput): Problem[] {
  return policy.gates.flatMap((gate) => {
    const { name } = gate.metric
    if (gate.versus === null || gate.proof === 'point' || !calibrationErrors.includes(name)) return []
    return gateWarning(gate, {
      code: 'noisy-difference',
      message: `'${gate.name}' is decided by the difference of two ${name}, each of which measures noise where its model is calibrated`,
      why: '95 % intervals of such differences held the true one in 97 to 100 % of simulated tables at most sizes, and in 80 to 93 % with few positives (docs/interval-coverage.md).',
      hint: `Hold ${name} itself to a max, and compare log_loss or brier with the other model.`,
    })
  })
}
