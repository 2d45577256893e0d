import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { judge, measureCatalogue } from '@sluice/gates'
import { parsePolicy } from '@sluice/policy'
import type { PushedEvaluation } from '@sluice/store'
import { inject } from 'vitest'

/** The day on which the example was judged. */
export const today = '2026-11-24'

/** `policies/credit-default`, really measured. */
export function example(): PushedEvaluation {
  const [first] = JSON.parse(readFileSync(inject('examplesFile'), 'utf8')) as PushedEvaluation[]
  return first!
}

/** The example under its policy as `edit` changes it, judged on a day. */
export function judgedUnder(edit: (text: string) => string, asOf = today): PushedEvaluation {
  const original = example()
  const [own, ...ancestors] = original.policy
  const policy = [{ file: own!.file, text: edit(own!.text) }, ...ancestors]
  const hash = createHash('sha256')
  for (const { text } of policy) hash.update(text)
  const parsed = parsePolicy(policy[0]!.text, own!.file, measureCatalogue, { sha256: hash.digest('hex'), ancestors })
  const verdict = judge(parsed, original.evidence, { asOf, catalogue: measureCatalogue })
  return { ...original, policy, verdict: JSON.parse(JSON.stringify(verdict)) }
}
