import { TRPCError } from '@trpc/server'
import type { FastifyRequest } from 'fastify'

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/** Whether a request says that it comes from this server's own pages. */
export function isOwnOrigin(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const { origin } = request.headers
  if (origin === undefined) return false
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === request.host
}

/**
 * Refuses what other sites' pages send: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. Programs send
 * neither, and prove themselves by a token.
 *
 * @throws TRPCError `FORBIDDEN`
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  const site = request.headers['sec-fetch-site']
  const foreign = site === 'cross-site' || site === 'same-site'
  if (foreign || (request.headers.origin !== undefined && !isOwnOrigin(request, publicUrl)))
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: 'This request comes from a page of another site. Open the console at its own address.',
    })
}

/**
 * Refuses names that lead here but are not this machine's own: a page whose name was pointed to 127.0.0.1 would else
 * be the single user (DNS rebinding).
 *
 * @throws TRPCError `FORBIDDEN`
 */
export function refuseForeignHost(request: FastifyRequest): void {
  if (loopbackHost.test(request.headers.host ?? '')) return
  throw new TRPCError({
    code: 'FORBIDDEN',
    message: 'In single-user mode this server answers at localhost and 127.0.0.1 only. Open it there.',
  })
}
