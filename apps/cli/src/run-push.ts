import { readFile } from 'node:fs/promises'
import { parseEvidence } from '@sluice/gates'
import type { PolicyFileText, PushedEvaluation } from '@sluice/store'
import { UsageError } from './failure.ts'
import { loadPolicyTexts } from './load-policies.ts'
import { originOf } from './push/origin.ts'
import { pushEvaluations } from './push/push-evaluations.ts'
import { pushedEvaluation } from './push/pushed-evaluation.ts'
import { spoolIn } from './push/spool.ts'
import { toDate, today } from './today.ts'

export interface PushRun {
  readonly to: string
  readonly token?: string
  readonly evidence?: string
  readonly asOf?: string
}

/** One run of `sluice push`: 0 where everything is stored, 2 where something was refused, 3 where something still waits. */
export async function runPush(policyFile: string | undefined, flags: PushRun): Promise<number> {
  if ((policyFile === undefined) !== (flags.evidence === undefined)) {
    throw new UsageError(
      'a policy and its evidence go together',
      'sluice push POLICY --evidence FILE --to URL; or neither, to send what waits.',
    )
  }
  const evaluations = policyFile === undefined ? [] : [await evaluationOf(policyFile, flags)]
  const say = (line: string) => void process.stderr.write(`sluice push: ${line}\n`)
  const { stored, kept, refused } = await pushEvaluations(evaluations, {
    server: { url: flags.to, token: flags.token ?? process.env['SLUICE_TOKEN'] },
    spool: spoolIn(process.cwd()),
    say,
    now: () => new Date(),
  })
  if (stored + kept + refused === 0) say('nothing waits')
  return refused > 0 ? 2 : kept > 0 ? 3 : 0
}

async function evaluationOf(file: string, { evidence: path, asOf }: PushRun): Promise<PushedEvaluation> {
  const texts: PolicyFileText[] = []
  const policy = await loadPolicyTexts(file, texts)
  const text = await readFile(path!, 'utf8').catch(() => {
    throw new UsageError(`cannot read the evidence '${path}'`, 'Write one with: sluice check POLICY --evidence FILE')
  })
  const evidence = parseEvidence(text, path!)
  if (evidence.model !== policy.model) {
    throw new UsageError(
      `the evidence is of model '${evidence.model}', the policy of '${policy.model}'`,
      'Push evidence with a policy of the same model.',
    )
  }
  const day = asOf === undefined ? today() : toDate(asOf)
  return pushedEvaluation(policy, texts, evidence, { asOf: day, origin: await originOf() })
}
