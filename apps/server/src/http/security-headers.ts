import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** Everything comes from this server; no page of another may frame it; no script or style stands in a page's text. */
export async function addSecurityHeaders(app: FastifyInstance, https: boolean): Promise<void> {
  const self = ["'self'"]
  const none = ["'none'"]
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: self,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: ["'self'", 'data:'],
        connectSrc: self,
        fontSrc: self,
        objectSrc: none,
        baseUri: none,
        formAction: self,
        frameAncestors: none,
      },
    },
    frameguard: { action: 'deny' },
    hsts: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
  })
}
