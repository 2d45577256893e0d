import {
  checkResult,
  type Evidence,
  judge,
  measureCatalogue,
  measurePolicy,
  type PolicyVerdict,
  selfTest,
} from '@sluice/gates'
import { loadPolicy, type Policy, PolicyError } from '@sluice/policy'
import { exitCode, renderSelfTest } from '@sluice/report'
import { problemsText, UsageError } from './failure.ts'
import { findPolicies } from './find-policies.ts'
import { type Progress, progressOn } from './progress.ts'
import { emitReports, parseFormat, parseOutputs } from './reports.ts'
import { terminalOf } from './terminal.ts'
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
  readonly selfTest?: true | string
}

/**
 * One run of `sluice check`. A policy that cannot be judged does not hide the others: its problems go to standard
 * error, its verdict is `error`, and the exit code is 2.
 */
export async function runCheck(paths: readonly string[], flags: CheckRun): Promise<number> {
  const format = parseFormat(flags.format)
  const outputs = parseOutputs(flags.output)
  const asOf = flags.asOf === undefined ? today() : toDate(flags.asOf)
  const files = await findPolicies(paths)
  const progress = progressOn(process.stderr)
  if (flags.selfTest !== undefined) return runSelfTest(files, flags, progress)

  const verdicts: PolicyVerdict[] = []
  for (const file of files) {
    try {
      const policy = narrowed(await loadPolicy(file, measureCatalogue), flags.only)
      const evidence = await measurePolicy(policy, {
        version,
        worker: workerScript,
        // Nothing but kept evidence shows them.
        curves: flags.evidence !== undefined,
        onProgress: (text) => progress.say(`${policy.model}: ${text}`),
      })
      if (flags.evidence !== undefined) await keepEvidence(flags.evidence, evidence, files.length > 1)
      verdicts.push(judge(policy, evidence, { asOf, catalogue: measureCatalogue }))
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      progress.done()
      process.stderr.write(`${problemsText(error)}\n`)
      verdicts.push(unjudged(file, error))
    }
  }
  progress.done()
  const result = checkResult(verdicts)
  await emitReports(result, format, outputs)
  return exitCode(result)
}

async function runSelfTest(files: readonly string[], flags: CheckRun, progress: Progress): Promise<number> {
  const rounds = Number(flags.selfTest)
  if (!Number.isInteger(rounds) || rounds < 2)
    throw new UsageError(`--self-test takes a whole number of rounds from 2 up, not '${flags.selfTest}'`)
  for (const file of files) {
    const policy = narrowed(await loadPolicy(file, measureCatalogue), flags.only)
    const rows = await selfTest(policy, { rounds, onProgress: (text) => progress.say(`${policy.model}: ${text}`) })
    progress.done()
    const json = flags.format === 'json'
    process.stdout.write(
      json
        ? `${JSON.stringify({ schema: 'sluice.self-test/1', model: policy.model, rounds, gates: rows }, null, 2)}\n`
        : `${renderSelfTest(rows, { ...terminalOf(process.stdout), model: policy.model })}\n`,
    )
  }
  return 0
}

function narrowed(policy: Policy, only: readonly string[]): Policy {
  if (only.length === 0) return policy
  const unknown = only.filter((name) => !policy.gates.some((gate) => gate.name === name))
  if (unknown.length > 0) {
    throw new UsageError(
      `${policy.file} has no gate '${unknown.join("', '")}'`,
      `Its gates: ${policy.gates.map((gate) => gate.name).join(', ')}.`,
    )
  }
  return { ...policy, gates: policy.gates.filter((gate) => only.includes(gate.name)) }
}

async function keepEvidence(file: string, evidence: Evidence, several: boolean): Promise<void> {
  const target = several ? file.replace(/(\.json)?$/, `.${evidence.model}.json`) : file
  await writeWhole(target, `${JSON.stringify(evidence)}\n`)
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
