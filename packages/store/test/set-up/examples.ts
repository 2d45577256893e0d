import { readFileSync } from 'node:fs'
import { judge, measureCatalogue } from '@sluice/gates'
import { loadPolicy, type Policy } from '@sluice/policy'
import { inject } from 'vitest'
import type { PushedEvaluation } from '../../src/index.ts'
import { type ExampleName, exampleNames } from './example-names.ts'

const examples = JSON.parse(readFileSync(inject('examplesFile'), 'utf8')) as PushedEvaluation[]

export function example(name: ExampleName = 'credit-default'): PushedEvaluation {
  const found = examples[exampleNames.indexOf(name)]
  if (found === undefined) throw new Error(`There is no example ${name}.`)
  return found
}

/**
 * The same measurements as a later release of Sluice would state them: another evaluation, by its content. Without the
 * curves, nine tenths of its length.
 */
export function variation(number: number, name?: ExampleName): PushedEvaluation {
  const { evidence, verdict, policy } = example(name)
  const version = `0.2.${number}`
  return {
    verdict,
    policy,
    evidence: { ...evidence, engine: { name: 'sluice', version }, curves: [] },
    origin: { commit: version },
  }
}

/** The policy as the store gives it back: loaded from its texts, no file is read. */
export function policyOf({ policy: files }: Pick<PushedEvaluation, 'policy'>): Promise<Policy> {
  const own = files[0]
  if (own === undefined) throw new Error('A policy has a file of its own.')
  return loadPolicy(own.file, measureCatalogue, {
    async read(file) {
      const found = files.find((one) => one.file === file)
      if (found === undefined) throw Object.assign(new Error(`${file} is not among the files.`), { code: 'ENOENT' })
      return Buffer.from(found.text)
    },
  })
}

/** The example under a policy changed by `edit`, judged anew. */
export async function judgedUnder(edit: (text: string) => string, asOf = '2026-11-24'): Promise<PushedEvaluation> {
  const original = example()
  const [own, ...extended] = original.policy
  if (own === undefined) throw new Error('A policy has a file of its own.')
  const files = [{ file: own.file, text: edit(own.text) }, ...extended]
  const policy = await policyOf({ policy: files })
  const verdict = judge(policy, original.evidence, { asOf, catalogue: measureCatalogue })
  return { ...original, verdict, policy: files }
}

/** Second `second` of a day long before the tests run. */
export function at(second: number): Date {
  return new Date(Date.UTC(2026, 10, 1) + second * 1_000)
}
