import { type Evidence, readEvidence } from '@sluice/gates'
import { type PushedEvaluation, type PushOutcome, pushEvaluation } from '@sluice/store'
import { TRPCError } from '@trpc/server'
import pLimit from 'p-limit'
import type { Session } from '../authentication/session.ts'
import type { Services } from '../context.ts'
import { dayOf } from '../day.ts'
import { verifyVerdict } from './verify-verdict.ts'

/** What became of a push. */
export type PushAnswer = PushOutcome

/** More measurements than any policy asks for; judging must stay quick whatever is sent. */
const mostMeasurements = 20_000

/**
 * Pushes are taken in turns. Where hundreds come at once the first are answered soon, and no transaction that others wait
 * for waits for the judging of all of them; more at a time than the store has connections would gain nothing.
 */
const inTurn = pLimit(8)

/**
 * Takes a push: evidence that is evidence, a verdict that follows from it, one transaction. Open pages learn of it from the store.
 *
 * @throws TRPCError `UNPROCESSABLE_CONTENT` where the verdict does not follow; nothing is stored then
 * @throws PolicyError where the evidence is not evidence
 */
export function receivePush(services: Services, session: Session, pushed: PushedEvaluation): Promise<PushAnswer> {
  return inTurn(() => takePush(services, session, pushed))
}

async function takePush(services: Services, session: Session, pushed: PushedEvaluation): Promise<PushAnswer> {
  try {
    const checked = { ...pushed, evidence: boundedEvidence(pushed.evidence) }
    const refusal = verifyVerdict(checked, dayOf(services.now()))
    if (refusal !== null) throw new TRPCError({ code: 'UNPROCESSABLE_CONTENT', message: refusal })
    const by = { actor: session.actor, now: services.now() }
    const outcome = await pushEvaluation(services.store, session.workspace, checked, by)
    services.metrics.countPush(outcome.created ? 'created' : 'known')
    return outcome
  } catch (error) {
    services.metrics.countPush('refused')
    throw error
  }
}

function boundedEvidence(sent: Evidence): Evidence {
  const evidence = readEvidence(sent, 'evidence')
  const count = evidence.measurements.length
  if (count > mostMeasurements)
    throw new TRPCError({
      code: 'PAYLOAD_TOO_LARGE',
      message: `The evidence holds ${count} measurements; a push may hold ${mostMeasurements}. Push each model's policy by itself, or leave out slices.`,
    })
  return evidence
}
