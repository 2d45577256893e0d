import { authenticate, covers, gateMetrics, type ServerMetrics, type Services } from '@sluice/api'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance } from 'fastify'
import { sessionCookie } from './session-routes.ts'

/** How long readiness waits for the database. */
const patience = 2000

/** `/healthz`: the process answers. `/readyz`: the database does too. `/metrics`: gates, verdicts, requests. */
export function addOperations(app: FastifyInstance, services: Services): void {
  app.get('/healthz', async () => ({ status: 'ok' }))

  app.get('/readyz', async (request, reply) => {
    try {
      await inTime(services.store.ping(), patience)
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.status(503).send({ status: 'unavailable', message: 'The database cannot be reached.' })
    }
  })

  app.get('/metrics', async (request, reply) => {
    const { authorization } = request.headers
    const session = await authenticate(services, { authorization, cookie: request.cookies[sessionCookie] })
    if ('refusal' in session) throw new TRPCError({ code: 'UNAUTHORIZED', message: session.refusal })
    if (!covers(session.scopes, 'read'))
      throw new TRPCError({ code: 'FORBIDDEN', message: "/metrics needs a token with the scope 'read'." })
    const [gates, process] = await Promise.all([
      gateMetrics(services.store, session.workspace),
      services.metrics.text(),
    ])
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${gates}\n${process}`)
  })
}

/** Times requests by route. */
export function measureRequests(app: FastifyInstance, metrics: ServerMetrics): void {
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? 'none'
    metrics.countRequest({ method, route, status: statusCode, seconds: elapsedTime / 1000 })
  })
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer in ${milliseconds} ms`)), milliseconds)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
