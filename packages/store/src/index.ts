export { type AuditEvent, appendAudit } from './audit/append-audit.ts'
export { listAudit } from './audit/list-audit.ts'
export { type AuditVerdict, verifyAudit } from './audit/verify-audit.ts'
export { canonicalJson } from './canonical-json.ts'
export type { PageRequest } from './cursor.ts'
export type { EmbeddedPlace } from './drivers/open-embedded.ts'
export type { PostgresPlace } from './drivers/open-postgres.ts'
export { evaluationId } from './evaluation-id.ts'
export { type EvidenceRequest, getCurves, getEvidence, pastEvidence } from './evaluations/evidence.ts'
export { getEvaluation } from './evaluations/get-evaluation.ts'
export { type EvaluationFilter, listEvaluations } from './evaluations/list-evaluations.ts'
export { type PushedBy, type PushOutcome, pushEvaluation } from './evaluations/push-evaluation.ts'
export { claimJob, finishJob, forgetJobs, type JobClaim, renewJob } from './jobs.ts'
export { gateSeries, type SeriesPoint, type SeriesRequest } from './models/gate-series.ts'
export { type LatestGate, latestGates } from './models/latest-gates.ts'
export { getModel, listModels, type ModelRequest } from './models/list-models.ts'
export { openStore, type StorePlace } from './open-store.ts'
export { getPolicy, listPolicyVersions, type PolicyRequest } from './policies.ts'
export { listenForPushes, type PushedNotice } from './pushed-notices.ts'
export type {
  AuditEntry,
  Curves,
  EvaluationRecord,
  EvaluationSummary,
  ModelSummary,
  Origin,
  Page,
  PastEvidence,
  PolicyFileText,
  PolicyRecord,
  PolicyVersion,
  Push,
  PushedEvaluation,
  Scope,
  StatusCounts,
  TokenRecord,
  TrendPoint,
  Waiting,
  WaiverRecord,
  WorkspaceRecord,
} from './records.ts'
export { applyRetention, type RetentionPace, type RetentionRule } from './retention.ts'
export type { Database, Store, Transaction } from './store.ts'
export { StoreError, type StoreErrorCode } from './store-error.ts'
export {
  type CreatedToken,
  createToken,
  findToken,
  firstToken,
  listTokens,
  type Revocation,
  revokeToken,
  type TokenRequest,
} from './tokens.ts'
export { listWaivers, type WaiverRequest } from './waivers.ts'
export { createWorkspace, defaultWorkspace, listWorkspaces, openWorkspace } from './workspaces.ts'
