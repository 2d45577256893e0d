import { readFile } from 'node:fs/promises'
import { checkResult, judge, measureCatalogue, parseEvidence } from '@sluice/gates'
import { loadPolicy } from '@sluice/policy'
import { exitCode } from '@sluice/report'
import { UsageError } from './failure.ts'
import { emitReports, parseFormat, parseOutputs } from './reports.ts'
import { requireWritable } from './require-writable.ts'
import { stopwatch } from './stopwatch.ts'
import { toDate, today } from './today.ts'

export interface JudgeRun {
  readonly evidence: string
  readonly format: string
  readonly output: readonly string[]
  readonly asOf?: string
  readonly full?: boolean
}

/** One run of `sluice judge`. */
export async function runJudge(file: string, flags: JudgeRun): Promise<number> {
  const elapsed = stopwatch()
  const format = parseFormat(flags.format)
  const outputs = parseOutputs(flags.output)
  const asOf = flags.asOf === undefined ? today() : toDate(flags.asOf)
  for (const output of outputs) await requireWritable(output.file, '--output')
  const policy = await loadPolicy(file, measureCatalogue)
  const text = await readFile(flags.evidence, 'utf8').catch(() => {
    throw new UsageError(
      `cannot read the evidence '${flags.evidence}'`,
      'Write one with: sluice check POLICY --evidence FILE',
    )
  })
  const evidence = parseEvidence(text, flags.evidence)
  if (evidence.model !== policy.model) {
    throw new UsageError(
      `the evidence is of model '${evidence.model}', the policy of '${policy.model}'`,
      'Judge evidence with a policy of the same model.',
    )
  }
  const result = checkResult([judge(policy, evidence, { asOf, catalogue: measureCatalogue })])
  await emitReports(result, format, outputs, {
    full: flags.full === true,
    timing: { ...elapsed(), policies: [elapsed()] },
  })
  return exitCode(result)
}
