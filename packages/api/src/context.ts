import type { Store } from '@sluice/store'
import { authenticate, type Credentials } from './authentication/authenticate.ts'
import type { NoSession, Session } from './authentication/session.ts'
import { actionable } from './errors.ts'
import type { PushedEvaluations } from './live/pushed-evaluations.ts'
import type { ServerMetrics } from './metrics/server-metrics.ts'

/** What procedures work with; one for a server's life. */
export interface Services {
  readonly store: Store
  /** `single-user`: whoever reaches the server is its one user, so it may only listen on loopback. */
  readonly mode: 'single-user' | 'tokens'
  /** People's sign-in by OpenID Connect, where it is set up. */
  readonly oidc: { readonly signIn: string; readonly key: Uint8Array } | null
  readonly live: PushedEvaluations
  readonly metrics: ServerMetrics
  readonly version: string
  /** The clock: procedures read no other. */
  readonly now: () => Date
}

/** What of one request procedures look at. */
export interface RequestFacts extends Credentials {
  /** As logs name it. */
  readonly id: string
  /** Whether it carries `x-sluice-csrf: 1` and an `Origin` that is the server's own. */
  readonly intended: boolean
}

export interface Context {
  readonly services: Services
  readonly request: RequestFacts
  readonly session: Session | NoSession
}

/** @throws TRPCError `SERVICE_UNAVAILABLE` while the database is gone */
export async function createContext(services: Services, request: RequestFacts): Promise<Context> {
  try {
    return { services, request, session: await authenticate(services, request) }
  } catch (error) {
    throw actionable(error, services.store.place)
  }
}
