import { readFileSync } from 'node:fs'
import { type Evidence, measureCatalogue, measurePolicy } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import type { Policy, PolicySource } from '@sluice/policy/parse'
import { readPolicy } from '../../src/judging/read-policy.ts'

const folder = new URL('../../../../policies/', import.meta.url)

/** The example policy's files as a store keeps them: its own, then what it extends. */
export const creditDefault: readonly PolicySource[] = ['credit-default/policy.yaml', 'org.yaml'].map((file) => ({
  file: `policies/${file}`,
  text: readFileSync(new URL(file, folder), 'utf8'),
}))

/** The example policy measured on its real data, curves included. */
export async function measureCreditDefault(): Promise<Evidence> {
  const path = new URL('credit-default/policy.yaml', folder).pathname
  return measurePolicy(await loadPolicy(path, measureCatalogue), { version: '0.0.0' })
}

/** A policy of these files; a test that gives broken ones fails here. */
export function policyOf(files: readonly PolicySource[] = creditDefault): Policy {
  const read = readPolicy(files, '00')
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.policy
}

/** The example policy with its own file changed. */
export function changed(from: string | RegExp, to: string): Policy {
  const [own, ...ancestors] = creditDefault
  const text = own!.text.replace(from, to)
  if (text === own!.text) throw new Error(`the policy holds no ${from}`)
  return policyOf([{ file: own!.file, text }, ...ancestors])
}
