import { authenticate, type Services } from '@sluice/api'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { isOwnOrigin } from './cross-site.ts'

export const sessionCookie = 'sluice_session'
const bodySchema = z.object({ token: z.string().min(1).max(300) })

export interface SessionRouteOptions {
  readonly services: Services
  readonly signInsPerMinute: number
  readonly publicUrl: string | undefined
}

/** `POST /session` puts a token into a cookie that scripts cannot read; `DELETE /session` takes it out again. */
export function addSessionRoutes(app: FastifyInstance, options: SessionRouteOptions): void {
  const { services, publicUrl } = options
  const rateLimit = { max: options.signInsPerMinute, groupId: 'sign-in' }
  app.post('/session', { config: { rateLimit }, bodyLimit: 4096 }, async (request, reply) => {
    const given = bodySchema.safeParse(request.body)
    if (!given.success)
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'Expected { "token": "sluice_…" } as the body.' })
    const { token } = given.data
    const session = await authenticate(services, { authorization: `Bearer ${token}`, cookie: undefined })
    if ('refusal' in session) throw new TRPCError({ code: 'UNAUTHORIZED', message: session.refusal })
    setSessionCookie(reply, services.mode === 'single-user' ? '' : token, isOverTls(request, publicUrl))
    return { actor: session.actor, scopes: session.scopes }
  })

  app.delete('/session', async (request, reply) => {
    if (request.headers['x-sluice-csrf'] !== '1' || !isOwnOrigin(request, publicUrl))
      throw new TRPCError({
        code: 'FORBIDDEN',
        message: 'Signing out needs the header "x-sluice-csrf: 1" and an Origin that is this server.',
      })
    void reply.clearCookie(sessionCookie, { path: '/' })
    return { signedOut: true }
  })
}

/** Whether browsers come by TLS: what a proxy in front ends is plain here. */
export function isOverTls({ protocol }: FastifyRequest, publicUrl: string | undefined): boolean {
  return protocol === 'https' || publicUrl?.startsWith('https://') === true
}

/** For as long as the browser is open; what is in it is checked at every request. */
export function setSessionCookie(reply: FastifyReply, value: string, secure: boolean): void {
  void reply.setCookie(sessionCookie, value, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}
