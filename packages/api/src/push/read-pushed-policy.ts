import { createHash } from 'node:crypto'
import { measureCatalogue } from '@sluice/gates'
import { type Policy, parsePolicy } from '@sluice/policy'
import type { PolicyFileText } from '@sluice/store'

/** Pushes come in numbers under few policies, and reading one takes as long as judging under it. */
const remembered = 20

const lastRead = new Map<string, Policy>()

/**
 * Reads a policy from the files that were sent with a push: the policy's own first, then those it extends.
 *
 * @param sha256 the hash of the files' texts
 * @throws PolicyError
 */
export function readPushedPolicy(files: readonly PolicyFileText[], sha256: string): Policy {
  // Verdicts name files and lines: the same texts under other names are another policy.
  const key = createHash('sha256').update(JSON.stringify(files)).digest('hex')
  const [own, ...ancestors] = files
  const policy = lastRead.get(key) ?? parsePolicy(own!.text, own!.file, measureCatalogue, { sha256, ancestors })
  lastRead.delete(key)
  lastRead.set(key, policy)
  for (const oldest of lastRead.keys()) if (lastRead.size > remembered) lastRead.delete(oldest)
  return policy
}
