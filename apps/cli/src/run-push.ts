import { readFile } from 'node:fs/promises'
import { parseEvidence } from '@sluice/gates'
import type { PolicyFileText, PushedEvaluation } from '@sluice/store'
import { UsageError } from './failure.ts'
import { loadPolicyTexts } from './load-policies.ts'
import { originOf } from './push/origin.ts'
import { pushEvaluations } from './push/push-evaluations.ts'
import { pushedEvaluation } from './push/pushed-evaluation.ts'
import { spoolIn, takeBack } from './push/spool.ts'
import { requireWritable } from './require-writable.ts'
import { toDate, today } from './today.ts'
import { writeWhole } from './write-file.ts'

export interface PushRun {
  readonly to?: string
  readonly output?: string
  readonly refused?: true
  readonly token?: string
  readonly evidence?: string
  readonly asOf?: string
}

/**
 * One run of `sluice push`: 0 where everything is stored, 2 where something was refused, 3 where something still waits. With
 * `output` it writes what it would send, and sends nothing.
 */
export async function runPush(policyFile: string | undefined, flags: PushRun): Promise<number> {
  if ((policyFile === undefined) !== (flags.evidence === undefined)) {
    throw new UsageError(
      'a policy and its evidence go together',
      'sluice push POLICY --evidence FILE --to URL; or neither, to send what waits.',
    )
  }
  if (flags.output !== undefined) return writeEvaluation(policyFile, flags, flags.output)
  if (flags.to === undefined)
    throw new UsageError('push needs the address of a server', 'sluice push --to https://sluice.example.org')
  const evaluations = policyFile === undefined ? [] : [await evaluationOf(policyFile, flags)]
  const say = (line: string) => void process.stderr.write(`sluice push: ${line}\n`)
  const spool = spoolIn(process.cwd())
  if (flags.refused === true) await takeBack(spool)
  const { stored, kept, refused } = await pushEvaluations(evaluations, {
    server: { url: flags.to, token: flags.token ?? process.env['SLUICE_TOKEN'] },
    spool,
    say,
    now: () => new Date(),
  })
  if (stored + kept + refused === 0) say('nothing waits')
  return refused > 0 ? 2 : kept > 0 ? 3 : 0
}

/** The body of a push, for those who send it by a program of their own. */
async function writeEvaluation(policyFile: string | undefined, flags: PushRun, output: string): Promise<number> {
  if (flags.to !== undefined || flags.refused === true)
    throw new UsageError('--output writes what would be sent and sends nothing', 'Leave out --to and --refused.')
  if (policyFile === undefined)
    throw new UsageError('--output needs a policy and its evidence', 'sluice push POLICY --evidence FILE --output FILE')
  await requireWritable(output, '--output')
  await writeWhole(output, `${JSON.stringify(await evaluationOf(policyFile, flags))}\n`)
  return 0
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
