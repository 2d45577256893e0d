import { type OpenIdSignIn, type Services, SignInError, signSession } from '@sluice/api'
import { appendAudit, defaultWorkspace } from '@sluice/store'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { isOverTls, setSessionCookie } from './session-routes.ts'

export const openIdPaths = { begin: '/session/openid', callback: '/session/openid/callback' } as const

const beginCookie = 'sluice_sign_in'
/** How long a person stays signed in, whatever the provider says later: `docs/architecture.md` says so too. */
const signedInSeconds = 12 * 3600

/** Only paths of this site: anything else could lead a signed-in person astray. */
const nextSchema = z.object({
  next: z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
})

interface OpenIdRouteOptions {
  readonly openId: OpenIdSignIn
  readonly services: Services
  readonly signInsPerMinute: number
  readonly publicUrl: string | undefined
  /** Whether there are pages to say on why a sign-in is refused. */
  readonly hasConsole: boolean
}

/** Sends people to their provider and signs them in when they come back; both are pages that a browser opens. */
export function addOpenIdRoutes(app: FastifyInstance, options: OpenIdRouteOptions): void {
  const { openId, services, publicUrl } = options
  const config = { rateLimit: { max: options.signInsPerMinute, groupId: 'sign-in' } }
  app.get(openIdPaths.begin, { config }, async (request, reply) => {
    const { next } = nextSchema.parse(request.query)
    try {
      const { redirect, cookie } = await openId.begin(services.now(), next)
      // Lax: the provider's answer is a link from its site to ours.
      const secure = isOverTls(request, publicUrl)
      void reply.setCookie(beginCookie, cookie, { path: openIdPaths.callback, httpOnly: true, sameSite: 'lax', secure })
      return reply.redirect(redirect)
    } catch (error) {
      return refuse(error, request, reply, options)
    }
  })

  app.get(openIdPaths.callback, { config }, async (request, reply) => {
    const now = services.now()
    const { id: workspace } = await defaultWorkspace(services.store)
    const note = (actor: string, action: string, detail: Readonly<Record<string, string>>) =>
      appendAudit(services.store, workspace, { actor, action, subject: 'openid', detail, now })
    try {
      const { next, ...person } = await openId.finish(request.url, request.cookies[beginCookie], now)
      await note(person.actor, 'sign-in.accepted', { scopes: person.scopes.join(' ') })
      const value = signSession({ workspace, ...person }, openId.key, now, signedInSeconds)
      setSessionCookie(reply, value, isOverTls(request, publicUrl))
      void reply.clearCookie(beginCookie, { path: openIdPaths.callback })
      return reply.redirect(next ?? '/')
    } catch (error) {
      // Without a sign-in begun here anybody could fill the log, and nobody has signed in at a provider.
      if (error instanceof SignInError && error.begun)
        await note(error.who ?? 'unknown', 'sign-in.refused', { reason: error.message })
      return refuse(error, request, reply, options)
    }
  })
}

/** A person's browser is led to the page that says why; who asks for JSON is answered in JSON. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, { hasConsole }: OpenIdRouteOptions) {
  if (!(error instanceof SignInError)) throw error
  if (hasConsole && request.headers.accept?.includes('text/html'))
    return reply.redirect(`/sign-in?problem=${error.problem}`)
  throw new TRPCError({ code: 'UNAUTHORIZED', message: error.message, cause: error })
}
