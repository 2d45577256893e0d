import { type OpenIdSignIn, type Services, SignInError, signSession } from '@sluice/api'
import { appendAudit, defaultWorkspace } from '@sluice/store'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance } from 'fastify'
import { setSessionCookie } from './session-routes.ts'

export const openIdPaths = { begin: '/session/openid', callback: '/session/openid/callback' } as const

const beginCookie = 'sluice_sign_in'
/** How long a person stays signed in, whatever the provider says later: `docs/architecture.md` says so too. */
const signedInSeconds = 12 * 3600

/** Sends people to their provider and signs them in when they come back; both are pages that a browser opens. */
export function addOpenIdRoutes(
  app: FastifyInstance,
  openId: OpenIdSignIn,
  services: Services,
  signInsPerMinute: number,
): void {
  const config = { rateLimit: { max: signInsPerMinute, groupId: 'sign-in' } }
  app.get(openIdPaths.begin, { config }, async (request, reply) => {
    const { redirect, cookie } = await openId.begin(services.now()).catch(refused)
    // Lax: the provider's answer is a link from its site to ours.
    const secure = request.protocol === 'https'
    void reply.setCookie(beginCookie, cookie, { path: openIdPaths.callback, httpOnly: true, sameSite: 'lax', secure })
    return reply.redirect(redirect)
  })

  app.get(openIdPaths.callback, { config }, async (request, reply) => {
    const now = services.now()
    const { id: workspace } = await defaultWorkspace(services.store)
    const note = (actor: string, action: string, detail: Readonly<Record<string, string>>) =>
      appendAudit(services.store, workspace, { actor, action, subject: 'openid', detail, now })
    const person = await openId.finish(request.url, request.cookies[beginCookie], now).catch(async (error: unknown) => {
      // Without a sign-in begun here anybody could fill the log, and nobody has signed in at a provider.
      if (error instanceof SignInError && error.begun)
        await note(error.who ?? 'unknown', 'sign-in.refused', { reason: error.message })
      return refused(error)
    })
    await note(person.actor, 'sign-in.accepted', { scopes: person.scopes.join(' ') })
    const value = signSession({ workspace, ...person }, openId.key, now, signedInSeconds)
    setSessionCookie(reply, value, request.protocol === 'https')
    void reply.clearCookie(beginCookie, { path: openIdPaths.callback })
    return reply.redirect('/')
  })
}

function refused(error: unknown): never {
  if (!(error instanceof SignInError)) throw error
  throw new TRPCError({ code: 'UNAUTHORIZED', message: error.message, cause: error })
}
