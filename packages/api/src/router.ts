import { router } from './procedures.ts'
import { auditRouter } from './routers/audit.ts'
import { evaluationsRouter } from './routers/evaluations.ts'
import { modelsRouter } from './routers/models.ts'
import { policiesRouter } from './routers/policies.ts'
import { sessionRouter } from './routers/session.ts'
import { tokensRouter } from './routers/tokens.ts'
import { waiversRouter } from './routers/waivers.ts'

/** Every procedure, by noun. */
export const appRouter = router({
  session: sessionRouter,
  models: modelsRouter,
  evaluations: evaluationsRouter,
  policies: policiesRouter,
  waivers: waiversRouter,
  tokens: tokensRouter,
  audit: auditRouter,
})

export type AppRouter = typeof appRouter
