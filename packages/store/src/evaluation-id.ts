import { createHash } from 'node:crypto'
import { CanonicalText, canonicalJson } from './canonical-json.ts'
import type { PushedEvaluation } from './records.ts'

/**
 * The name of an evaluation: SHA-256 over the canonical JSON of policy hash, input hashes, engine version, evidence and
 * verdict, 64 hexadecimal digits. Where it comes from and the day that waivers were held against are no part of it: pushed
 * from two CI runs, or on two days on which the waivers say the same, it is one evaluation.
 *
 * @param curves the evidence's, where their text is needed for more than the name
 */
export function evaluationId(
  { verdict, evidence }: PushedEvaluation,
  curves = new CanonicalText(evidence.curves),
): string {
  const inputs = evidence.datasets.flatMap((dataset) => dataset.inputs.map(({ sha256 }) => sha256))
  const { policySha256: policy } = verdict
  const named = canonicalJson({
    policy,
    inputs,
    engine: evidence.engine,
    evidence: { ...evidence, curves },
    verdict: { ...verdict, asOf: undefined },
  })
  return createHash('sha256').update(named).digest('hex')
}
