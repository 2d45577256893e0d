import type { MeasuredPolicy } from '../run-check.ts'
import { originOf } from './origin.ts'
import { pushEvaluations } from './push-evaluations.ts'
import { pushedEvaluation } from './pushed-evaluation.ts'
import { spoolIn } from './spool.ts'

/**
 * Pushes what `sluice check` has measured. Returns 0, also where it is kept for later: a server that is away must not stop a
 * release that its gates let through; and 2 where the server refused something for good.
 */
export async function runCheckPush(
  measured: readonly MeasuredPolicy[],
  url: string,
  token: string | undefined,
  asOf: string,
): Promise<number> {
  const origin = await originOf()
  const evaluations = measured.map(({ policy, texts, evidence }) =>
    pushedEvaluation(policy, texts, evidence, { asOf, origin }),
  )
  const { refused } = await pushEvaluations(evaluations, {
    server: { url, token: token ?? process.env['SLUICE_TOKEN'] },
    spool: spoolIn(process.cwd()),
    say: (line) => process.stderr.write(`sluice push: ${line}\n`),
    now: () => new Date(),
  })
  return refused > 0 ? 2 : 0
}
