import type { Evidence } from '@sluice/gates'
import {
  type Curves,
  type EvaluationRecord,
  type EvaluationSummary,
  getCurves,
  getEvaluation,
  getEvidence,
  listEvaluations,
  type Page,
  type PastEvidence,
  pastEvidence,
} from '@sluice/store'
import * as z from 'zod'
import { found, shortHash } from '../found.ts'
import { pushing, reading, router } from '../procedures.ts'
import { type PushAnswer, receivePush } from '../push/receive-push.ts'
import { described, objectOf, pageOf, text } from '../schemas/described.ts'
import { hashInput, nameInput, pageInput } from '../schemas/inputs.ts'
import { pushedSchema } from '../schemas/pushed-schema.ts'
import {
  curvesShape,
  evaluationShape,
  evaluationSummaryShape,
  evidenceShape,
  pastEvidenceShape,
} from '../schemas/shapes.ts'
import { statuses } from '../schemas/statuses.ts'

const byId = z.object({ id: hashInput })
const tags = ['evaluations']
const evaluationOf = (id: string) => `evaluation ${shortHash(id)}`

export const evaluationsRouter = router({
  list: reading
    .meta({
      openapi: { method: 'GET', path: '/evaluations', summary: 'Evaluations as they were pushed, newest first', tags },
    })
    .input(pageInput.extend({ model: nameInput.optional(), verdict: z.enum(statuses).optional() }))
    .output(described<Page<EvaluationSummary>>(pageOf(evaluationSummaryShape)))
    .query(({ ctx: { services, session }, input }) => listEvaluations(services.store, session.workspace, input)),

  get: reading
    .meta({ openapi: { method: 'GET', path: '/evaluations/{id}', summary: 'One evaluation with its verdict', tags } })
    .input(byId)
    .output(described<EvaluationRecord>(evaluationShape))
    .query(async ({ ctx: { services, session }, input: { id } }) =>
      found(await getEvaluation(services.store, session.workspace, id), evaluationOf(id)),
    ),

  evidence: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/evaluations/{id}/evidence',
        summary: 'What was measured: whole, or without its curves, which are most of it',
        tags,
      },
    })
    // A word: the plain HTTP face reads every text that is not empty as true, `false` too.
    .input(byId.extend({ without: z.literal('curves').optional() }))
    .output(described<Evidence>(evidenceShape))
    .query(async ({ ctx: { services, session }, input: { id, without } }) => {
      const evidence = await getEvidence(services.store, session.workspace, id, { curves: without !== 'curves' })
      return found(evidence, evaluationOf(id))
    }),

  curves: reading
    .meta({
      openapi: { method: 'GET', path: '/evaluations/{id}/curves', summary: 'The curves of an evaluation', tags },
    })
    .input(byId)
    .output(described<Curves>(curvesShape))
    .query(async ({ ctx: { services, session }, input: { id } }) =>
      found(await getCurves(services.store, session.workspace, id), evaluationOf(id)),
    ),

  past: reading
    .meta({
      openapi: {
        method: 'GET',
        path: '/models/{model}/past-evidence',
        summary: 'The evidence of the last evaluations without curves, to be judged again',
        tags,
      },
    })
    .input(z.object({ model: nameInput, limit: z.int().min(1).max(20) }))
    .output(described<readonly PastEvidence[]>(pastEvidenceShape))
    .query(({ ctx: { services, session }, input }) => pastEvidence(services.store, session.workspace, input)),

  push: pushing
    .meta({
      openapi: {
        method: 'POST',
        path: '/evaluations',
        summary: 'Stores an evaluation after judging its evidence again',
        description:
          'Idempotent: the same evaluation pushed twice is stored once; from another origin, that it came again is noted. The server judges the evidence again under the policy sent with it and refuses a verdict that says otherwise.',
        tags,
        errorResponses: [400, 401, 403, 413, 422, 503],
      },
    })
    .input(pushedSchema)
    .output(
      described<PushAnswer>(
        objectOf({
          id: text('The content hash.'),
          created: { type: 'boolean', description: 'False where it was there.' },
          noted: { type: 'boolean', description: 'False where it came from the same origin before.' },
        }),
      ),
    )
    .mutation(({ ctx: { services, session }, input }) => receivePush(services, session, input)),

  onPushed: reading.subscription(async function* ({ ctx: { services, session }, signal }) {
    yield* services.live.follow(session.workspace, signal)
  }),
})
