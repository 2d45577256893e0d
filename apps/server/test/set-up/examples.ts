import { readFileSync } from 'node:fs'
import { judge, measureCatalogue } from '@sluice/gates'
import { parsePolicy } from '@sluice/policy'
import type { PushedEvaluation } from '@sluice/store'
import { inject } from 'vitest'

/** When the example was judged, and what the tests' servers take for now. */
export const judgedAt = new Date('2026-11-24T12:00:00Z')

const [measured] = JSON.parse(readFileSync(inject('examplesFile'), 'utf8')) as PushedEvaluation[]

/** `policies/credit-default`, really measured. */
export const example: PushedEvaluation = measured!

/** The same measurements as release `number` of Sluice would state them: another evaluation, by its content. */
export function variation(number: number, origin: PushedEvaluation['origin'] = {}): PushedEvaluation {
  const evidence = { ...example.evidence, engine: { name: 'sluice', version: `0.2.${number}` } as const, curves: [] }
  return { ...example, evidence, origin }
}

/** The example's verdict on the day on which the test runs, for servers that look at the clock. */
const verdictOfToday = (() => {
  const [own, ...ancestors] = example.policy
  const { policySha256: sha256 } = example.verdict
  const policy = parsePolicy(own!.text, own!.file, measureCatalogue, { sha256, ancestors })
  const asOf = new Date().toISOString().slice(0, 10)
  return judge(policy, example.evidence, { asOf, catalogue: measureCatalogue })
})()

export function variationOfToday(number: number): PushedEvaluation {
  return { ...variation(number), verdict: verdictOfToday }
}
