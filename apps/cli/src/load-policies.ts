import { measureCatalogue } from '@sluice/gates'
import { loadPolicy, nearestSpelling, type Policy, PolicyError } from '@sluice/policy'
import type { PolicyFileText } from '@sluice/store'
import { problemsText, UsageError } from './failure.ts'

/** A policy file and what it holds, or what is wrong with it. */
export interface LoadedPolicy {
  readonly file: string
  readonly policy: Policy | PolicyError
  /** The texts it was read from: its own file, then those it extends. */
  readonly texts: readonly PolicyFileText[]
}

/** Loads every file; a wrong one hides no other: its problems go to standard error at once. */
export async function loadPolicies(files: readonly string[]): Promise<LoadedPolicy[]> {
  const loaded: LoadedPolicy[] = []
  for (const file of files) {
    const texts: PolicyFileText[] = []
    try {
      loaded.push({ file, policy: await loadPolicyTexts(file, texts), texts })
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      process.stderr.write(`${problemsText(error)}\n`)
      loaded.push({ file, policy: error, texts: [] })
    }
  }
  return loaded
}

/** Loads a policy and keeps the texts that it is made of. @throws PolicyError as `loadPolicy` */
export async function loadPolicyTexts(file: string, texts: PolicyFileText[]): Promise<Policy> {
  return loadPolicy(file, measureCatalogue, {
    onFile: (path, bytes) =>
      texts.push({ file: path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }),
  })
}

/**
 * The gates named by `--only`, and no policy that has none of them. Wrong policies stay: what they hold is not known.
 *
 * @throws UsageError for a gate that no policy has
 */
export function onlyGates(loaded: readonly LoadedPolicy[], only: readonly string[]): LoadedPolicy[] {
  if (only.length === 0) return [...loaded]
  const policies = loaded.flatMap(({ policy }) => (policy instanceof PolicyError ? [] : [policy]))
  const unknown = only.find((name) => !policies.some((policy) => gateNames(policy).includes(name)))
  if (unknown !== undefined) throw unknownGate(unknown, policies)
  return loaded.flatMap(({ file, policy, texts }): LoadedPolicy[] => {
    if (policy instanceof PolicyError) return [{ file, policy, texts }]
    const gates = policy.gates.filter((gate) => only.includes(gate.name))
    return gates.length === 0 ? [] : [{ file, policy: onlyThese(policy, gates), texts }]
  })
}

/** The same policy with some of its gates, and nothing compared beside them; how models are timed stays. */
function onlyThese(policy: Policy, gates: Policy['gates']): Policy {
  return policy.variants === undefined
    ? { ...policy, gates }
    : { ...policy, gates, variants: { ...policy.variants, builds: [] } }
}

function unknownGate(name: string, policies: readonly Policy[]): UsageError {
  const near = nearestSpelling(name, policies.flatMap(gateNames))
  const lists = policies.map((policy) => `${policy.file}: ${gateNames(policy).join(', ') || 'none'}`)
  return new UsageError(
    policies.length === 1 ? `${policies[0]!.file} has no gate '${name}'` : `no policy has a gate '${name}'`,
    `${near === null ? '' : `Did you mean '${near}'? `}Gates:\n  ${lists.join('\n  ')}`,
  )
}

function gateNames(policy: Policy): string[] {
  return policy.gates.map((gate) => gate.name)
}
