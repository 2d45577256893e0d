import { startEngineAhead } from '@sluice/dataset'
import { checkResult, type Evidence, judge, measureCatalogue, measurePolicy, type PolicyVerdict } from '@sluice/gates'
import { type Policy, PolicyError } from '@sluice/policy'
import { exitCode } from '@sluice/report'
import { evidenceFiles } from './evidence-files.ts'
import { failureOf, problemsText, UsageError } from './failure.ts'
import { findPolicies } from './find-policies.ts'
import { type LoadedPolicy, loadPolicies, onlyGates } from './load-policies.ts'
import { type Progress, progressOn } from './progress.ts'
import { emitReports, parseFormat, parseOutputs } from './reports.ts'
import { requireWritable } from './require-writable.ts'
import { type Elapsed, stopwatch } from './stopwatch.ts'
import { toDate, today } from './today.ts'
import { version } from './version.ts'
import { workerScript } from './worker-script.ts'
import { writeWhole } from './write-file.ts'

export interface CheckRun {
  readonly format: string
  readonly output: readonly string[]
  readonly only: readonly string[]
  readonly evidence?: string
  readonly asOf?: string
  readonly full?: boolean
  readonly selfTest?: true | string
  readonly push?: string
  readonly token?: string
}

/**
 * One run of `sluice check`. A policy that cannot be judged, for whatever reason, does not hide the others: its problems
 * go to standard error, its verdict is `error`, and the exit code is 2.
 */
export async function runCheck(paths: readonly string[], flags: CheckRun): Promise<number> {
  if (flags.selfTest !== undefined) {
    const { runSelfTest } = await import('./run-self-test.ts')
    return runSelfTest(paths, flags, String(flags.selfTest))
  }
  if (flags.push !== undefined && flags.only.length > 0)
    throw new UsageError('--push and --only cannot go together: half a verdict is none', 'Push a run of every gate.')
  const elapsed = stopwatch()
  startEngineAhead()
  const format = parseFormat(flags.format)
  const outputs = parseOutputs(flags.output)
  const asOf = flags.asOf === undefined ? today() : toDate(flags.asOf)
  for (const { file } of outputs) await requireWritable(file, '--output')
  if (flags.evidence !== undefined) await requireWritable(flags.evidence, '--evidence')
  const loaded = onlyGates(await loadPolicies(await findPolicies(paths)), flags.only)
  const kept = flags.evidence === undefined ? new Map<string, string>() : evidenceFiles(loaded, flags.evidence)
  for (const file of kept.values()) await requireWritable(file, '--evidence')

  const progress = progressOn(process.stderr)
  const verdicts: PolicyVerdict[] = []
  const took: Elapsed[] = []
  const measured: MeasuredPolicy[] = []
  for (const one of loaded) {
    const { file, policy } = one
    const lap = stopwatch()
    const keep = (evidence: Evidence) => measured.push({ ...one, policy: policy as Policy, evidence })
    verdicts.push(
      policy instanceof PolicyError
        ? unjudged(file, policy)
        : await judged(policy, asOf, kept.get(file), flags.push === undefined ? null : keep, progress),
    )
    took.push(lap())
  }
  progress.done()
  const result = checkResult(verdicts)
  await emitReports(result, format, outputs, {
    full: flags.full === true,
    timing: { ...elapsed(), policies: took },
  })
  if (flags.push === undefined) return exitCode(result)
  const { runCheckPush } = await import('./push/run-check-push.ts')
  return Math.max(await runCheckPush(measured, flags.push, flags.token, asOf), exitCode(result)) as number
}

/** A policy that was measured, with all that pushing it takes. */
export interface MeasuredPolicy extends LoadedPolicy {
  readonly policy: Policy
  readonly evidence: Evidence
}

async function judged(
  policy: Policy,
  asOf: string,
  evidenceFile: string | undefined,
  keep: ((evidence: Evidence) => void) | null,
  progress: Progress,
): Promise<PolicyVerdict> {
  try {
    const evidence = await measurePolicy(policy, {
      version,
      asOf,
      worker: workerScript,
      // Nothing but kept evidence shows them.
      curves: evidenceFile !== undefined || keep !== null,
      ...(progress.seen && { onProgress: (text) => progress.say(`${policy.model}: ${text}`) }),
    })
    if (evidenceFile !== undefined) await writeWhole(evidenceFile, `${JSON.stringify(evidence)}\n`)
    keep?.(evidence)
    return judge(policy, evidence, { asOf, catalogue: measureCatalogue })
  } catch (error) {
    progress.done()
    const failure = failureOf(policy.file, error)
    process.stderr.write(`${problemsText(failure)}\n`)
    return unjudged(policy.file, failure)
  }
}

/** A policy whose file or data is wrong still stands in every report. */
function unjudged(file: string, error: PolicyError): PolicyVerdict {
  return {
    model: file,
    file,
    description: null,
    owners: [],
    verdict: 'error',
    policySha256: '',
    datasets: [],
    gates: [],
    waivers: [],
    problems: error.problems,
  }
}
