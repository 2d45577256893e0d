import type { Scope } from '@sluice/store'
import { initTRPC, TRPCError } from '@trpc/server'
import type { OpenApiMeta } from 'trpc-to-openapi'
import { covers } from './authentication/scopes.ts'
import type { Session } from './authentication/session.ts'
import type { Context } from './context.ts'
import { actionable, publicMessage } from './errors.ts'

const t = initTRPC
  .context<Context>()
  .meta<OpenApiMeta>()
  .create({
    // Stack traces stay in the log, whatever NODE_ENV says.
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => ({ ...shape, message: publicMessage(error, ctx?.request.id) }),
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      // A stream outlives its token's revocation by no more than this: the browser connects anew and is asked again.
      maxDurationMs: 10 * 60_000,
      client: { reconnectAfterInactivityMs: 30_000 },
    },
  })

export const router = t.router

/** For everyone, signed in or not. */
export const open = t.procedure.use(async ({ ctx, next }) => {
  const result = await next()
  if (!result.ok) throw actionable(result.error, ctx.services.store.place)
  return result
})

export const reading = needing('read')
export const pushing = needing('push')
export const administering = needing('admin')

/** A procedure for sessions with a scope, which changes nothing on the word of a cookie alone. */
function needing(scope: Scope) {
  return open.use(({ ctx, type, path, next }) => {
    const session = signedIn(ctx)
    if (!covers(session.scopes, scope))
      throw new TRPCError({
        code: 'FORBIDDEN',
        message: `${path} needs the scope '${scope}'; ${session.actor} has ${listed(session.scopes)}. Use a token with '${scope}'.`,
      })
    if (type === 'mutation' && session.carriedBy === 'cookie' && !ctx.request.intended)
      throw new TRPCError({
        code: 'FORBIDDEN',
        message:
          'A change by cookie needs the header "x-sluice-csrf: 1" and an Origin that is this server. Programs use "Authorization: Bearer sluice_…".',
      })
    return next({ ctx: { ...ctx, session } })
  })
}

function signedIn({ session }: Context): Session {
  if ('refusal' in session) throw new TRPCError({ code: 'UNAUTHORIZED', message: session.refusal })
  return session
}

function listed(scopes: readonly Scope[]): string {
  return scopes.length === 0 ? 'none' : scopes.map((scope) => `'${scope}'`).join(' and ')
}
