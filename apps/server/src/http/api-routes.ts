import {
  appRouter,
  type Context,
  createContext,
  openApiDocument,
  restPath,
  restPlugin,
  type Services,
} from '@sluice/api'
import { TRPCError } from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Limits } from '../options.ts'
import { isOwnOrigin, refuseCrossSite } from './cross-site.ts'
import { readBody } from './read-body.ts'
import { retryAfter } from './retry-after.ts'
import { sessionCookie } from './session-routes.ts'
import { Turns } from './turns.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Made before a body is read, of requests that have one. */
    apiContext: Context | null
    /** Waits until it is the turn of a large body. */
    turn: (() => Promise<void>) | null
  }
}

export interface ApiRouteOptions {
  readonly services: Services
  readonly limits: Limits
  readonly publicUrl: string | undefined
}

/** The procedures, twice: `/trpc` for the console, and plain HTTP with its OpenAPI document. */
export async function addApiRoutes(app: FastifyInstance, options: ApiRouteOptions): Promise<void> {
  const { services, limits } = options
  const contextOf = async ({ req }: { req: FastifyRequest }) => {
    req.apiContext ??= await createContext(services, factsOf(req, options.publicUrl))
    return req.apiContext
  }
  const turns = new Turns()
  app.decorateRequest('apiContext', null)
  app.decorateRequest('turn', null)
  app.addHook('onRequest', async (request, reply) => {
    request.turn = () => turns.take(reply.raw)
  })
  app.addHook('onRequest', async (request) => refuseCrossSite(request, options.publicUrl))
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const { session } = await contextOf({ req: request })
    if ('refusal' in session) throw new TRPCError({ code: 'UNAUTHORIZED', message: session.refusal })
  })
  app.addHook('onRequest', changesLimit(app, limits.changesPerMinute))
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
  })

  await app.register(async (trpc) => {
    // tRPC parses by itself; what reaches it has been measured.
    const measured = (request: FastifyRequest, body: FastifyRequest['raw']) =>
      readBody(body, request.headers, limits, request.turn!)
    trpc.addContentTypeParser('application/json', measured)
    trpc.all<{ Params: { path: string } }>('/trpc/:path', async (req, res) => {
      const onError = ({ error, path }: { error: TRPCError; path: string | undefined }) => logFault(req, error, path)
      const { path } = req.params
      await fastifyRequestHandler({
        router: appRouter,
        createContext: contextOf,
        maxBatchSize: 20,
        // Fastify's hooks see tRPC's answers before their status.
        responseMeta: ({ errors }) => (errors.some(isOutage) ? { headers: { 'retry-after': retryAfter } } : {}),
        onError,
        req,
        res,
        path,
      })
    })
  })

  await app.register(async (rest) => {
    const parseJson = rest.getDefaultJsonParser('error', 'error')
    rest.addContentTypeParser('application/json', (request, body, done) => {
      readBody(body, request.headers, limits, request.turn!).then(
        (text) => parseJson(request, text, onceRead(done)),
        done,
      )
    })
    const document = JSON.stringify(openApiDocument(services.version))
    rest.get(`${restPath}/openapi.json`, async (_request, reply) => reply.type('application/json').send(document))
    await rest.register(restPlugin, {
      basePath: restPath,
      router: appRouter,
      createContext: contextOf as never,
      onError: ({ error, path, req }: { error: TRPCError; path: string | undefined; req: unknown }) =>
        logFault(req as FastifyRequest, error, path),
    } as never)
  })
}

type Done = (error: Error | null, body?: unknown) => void

/** The adapter writes a parsed body out again, to make a request of it whose signal alone it uses: nothing is enough. */
function onceRead(done: Done): Done {
  return (error, body) => {
    if (typeof body === 'object' && body !== null)
      Object.defineProperty(body, 'toJSON', { value: () => null, enumerable: false })
    done(error, body)
  }
}

function isOutage({ code }: TRPCError): boolean {
  return code === 'SERVICE_UNAVAILABLE'
}

/** Counts by who is signed in, not by address: a team's CI may share one. */
function changesLimit(app: FastifyInstance, max: number) {
  return app.rateLimit({
    max,
    timeWindow: '1 minute',
    groupId: 'changes',
    keyGenerator: ({ apiContext, ip }) => {
      const session = apiContext?.session
      return session === undefined || 'refusal' in session ? ip : `${session.workspace}/${session.actor}`
    },
    allowList: (request) => request.method === 'GET' || request.method === 'HEAD',
  })
}

function factsOf(request: FastifyRequest, publicUrl: string | undefined) {
  const { authorization } = request.headers
  const intended = request.headers['x-sluice-csrf'] === '1' && isOwnOrigin(request, publicUrl)
  return { id: request.id, authorization, cookie: request.cookies[sessionCookie], intended }
}

/** The public learns of a fault by its request's id; the log gets the fault. What callers did wrong is no fault. */
function logFault(request: FastifyRequest, error: TRPCError, procedure: string | undefined): void {
  const serious = error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE'
  if (serious) request.log.error({ err: error.cause ?? error, procedure }, 'procedure failed')
}
