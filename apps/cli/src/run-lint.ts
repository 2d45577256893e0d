import { measureCatalogue, predicateProblems, profilePolicy } from '@sluice/gates'
import { lintPolicy, loadPolicy, PolicyError, type Problem } from '@sluice/policy'
import { problemsText, UsageError } from './failure.ts'
import { findPolicies } from './find-policies.ts'
import { progressOn } from './progress.ts'
import { toDate, today } from './today.ts'

export interface LintRun {
  readonly format: string
  readonly data: boolean
  readonly asOf?: string
  readonly strict?: boolean
}

/** One run of `sluice lint`: 2 where a policy or its data is wrong, 1 for warnings under `--strict`, 0 otherwise. */
export async function runLint(paths: readonly string[], flags: LintRun): Promise<number> {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new UsageError(`lint knows the formats text and json, not '${flags.format}'`)
  const asOf = flags.asOf === undefined ? today() : toDate(flags.asOf)
  const files = await findPolicies(paths)
  const progress = progressOn(process.stderr)
  const problems: Problem[] = []
  for (const file of files) {
    try {
      const policy = await loadPolicy(file, measureCatalogue)
      if (!flags.data) problems.push(...(await predicateProblems(policy)))
      const profile = flags.data
        ? await profilePolicy(policy, { onProgress: (text) => progress.say(`${policy.model}: ${text}`) })
        : undefined
      problems.push(
        ...lintPolicy(policy, measureCatalogue, { today: asOf, ...(profile === undefined ? {} : { profile }) }),
      )
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      problems.push(...error.problems)
    }
  }
  progress.done()
  const errors = problems.filter((problem) => problem.severity === 'error').length
  if (flags.format === 'json')
    process.stdout.write(`${JSON.stringify({ schema: 'sluice.lint/1', problems }, null, 2)}\n`)
  else process.stdout.write(textOf(problems, files.length, errors))
  if (errors > 0) return 2
  return flags.strict === true && problems.length > 0 ? 1 : 0
}

function textOf(problems: readonly Problem[], files: number, errors: number): string {
  const policies = `${files} ${files === 1 ? 'policy' : 'policies'}`
  if (problems.length === 0) return `${policies}, nothing to say.\n`
  const warnings = problems.length - errors
  return `${problemsText(new PolicyError(problems))}\n\n${policies}: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.\n`
}
