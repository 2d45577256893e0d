import { measureCatalogue } from '@sluice/gates/judge'
import { type Policy, PolicyError, type PolicySource, type Problem, parsePolicy } from '@sluice/policy/parse'

export type { PolicySource }

/** A policy, or everything that keeps it from being one. */
export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads the files of a stored policy, its own first and then those it extends, nearest first.
 *
 * @param sha256 what the policy calls itself; judging does not depend on it
 */
export function readPolicy(files: readonly PolicySource[], sha256: string): ReadPolicy {
  const [own, ...ancestors] = files
  if (own === undefined) return { ok: false, problems: [noFiles] }
  try {
    return { ok: true, policy: parsePolicy(own.text, own.file, measureCatalogue, { sha256, ancestors }) }
  } catch (error) {
    if (error instanceof PolicyError) return { ok: false, problems: error.problems }
    throw error
  }
}

const noFiles: Problem = {
  code: 'missing-file',
  severity: 'error',
  message: 'this policy was stored without its files',
  hint: 'Push the evaluation again with sluice push.',
  file: '',
  line: 1,
  column: 1,
  path: '',
}
