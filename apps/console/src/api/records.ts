import type { AppRouter } from '@sluice/api'
import type { inferRouterOutputs } from '@trpc/server'

type Outputs = inferRouterOutputs<AppRouter>

/** What the API answers with, by the names that its owners give it. */
export type ModelSummary = Outputs['models']['list']['items'][number]
export type Waiting = ModelSummary['waiting'][number]
export type EvaluationSummary = Outputs['evaluations']['list']['items'][number]
export type EvaluationRecord = Outputs['evaluations']['get']
/** A gate's value in one evaluation. */
export type SeriesPoint = Outputs['models']['series'][number]
export type Origin = EvaluationSummary['origin']
export type WaiverRecord = Outputs['waivers']['list']['items'][number]
export type TokenRecord = Outputs['tokens']['list']['items'][number]
export type Scope = TokenRecord['scopes'][number]
export type AuditEntry = Outputs['audit']['list']['items'][number]
