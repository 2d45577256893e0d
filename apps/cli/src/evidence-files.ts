import { PolicyError } from '@sluice/policy'
import { UsageError } from './failure.ts'
import type { LoadedPolicy } from './load-policies.ts'

/**
 * The file that keeps the evidence of each policy, by the policy's file: the given one for a single policy,
 * `evidence.MODEL.json` where there are several.
 *
 * @throws UsageError where two policies would write one file
 */
export function evidenceFiles(loaded: readonly LoadedPolicy[], given: string): Map<string, string> {
  if (loaded.length === 1) return new Map([[loaded[0]!.file, given]])
  const stem = given.replace(/\.json$/, '')
  const targets = new Map<string, string>()
  const writers = new Map<string, string>()
  for (const { file, policy } of loaded) {
    if (policy instanceof PolicyError) continue
    const target = `${stem}.${fileNamePart(policy.model)}.json`
    const other = writers.get(target)
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${file} would both keep their evidence in '${target}'`,
        'Check them one at a time with an --evidence of its own each, or give their models different names.',
      )
    }
    writers.set(target, file)
    targets.set(file, target)
  }
  return targets
}

/** A model's name without what a file name cannot hold on some system: `acme/fraud` → `acme-fraud`. */
function fileNamePart(model: string): string {
  return model.replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, '-')
}
