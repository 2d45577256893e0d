export { authenticate, type Credentials } from './authentication/authenticate.ts'
export {
  type OpenIdOptions,
  type OpenIdSignIn,
  openIdSignIn,
  SignInError,
} from './authentication/open-id/open-id-sign-in.ts'
export { covers, scopes } from './authentication/scopes.ts'
export type { NoSession, Session, SessionMode } from './authentication/session.ts'
export { signSession } from './authentication/signed-session.ts'
export { type Context, createContext, type RequestFacts, type Services } from './context.ts'
export { actionable, publicMessage } from './errors.ts'
export { type LiveNotice, type PushedEvaluations, pushedEvaluations } from './live/pushed-evaluations.ts'
export { gateMetrics } from './metrics/gate-metrics.ts'
export { type AnsweredRequest, type ServerMetrics, serverMetrics } from './metrics/server-metrics.ts'
export { openApiDocument, restPath, restPlugin } from './open-api.ts'
export type { PushAnswer } from './push/receive-push.ts'
export { type AppRouter, appRouter } from './router.ts'
export type { AuditVerification } from './routers/audit.ts'
export type { SessionAnswer } from './routers/session.ts'
