import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import { type OpenIdSignIn, openIdSignIn, pushedEvaluations, type Services, serverMetrics } from '@sluice/api'
import { listenForPushes } from '@sluice/store'
import fastify, { type FastifyInstance } from 'fastify'
import manifest from '../package.json' with { type: 'json' }
import { errorAnswerer } from './http/answer-error.ts'
import { addApiRoutes } from './http/api-routes.ts'
import { addConsoleFiles } from './http/console-files.ts'
import { refuseCrossSite, refuseForeignHost } from './http/cross-site.ts'
import { endConnections } from './http/end-connections.ts'
import { addOpenIdRoutes, openIdPaths } from './http/open-id-routes.ts'
import { addOperations, measureRequests } from './http/operations.ts'
import { retryAfter } from './http/retry-after.ts'
import { addSecurityHeaders } from './http/security-headers.ts'
import { addSessionRoutes } from './http/session-routes.ts'
import { retentionJob } from './jobs/retention-job.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { logOptions, requestId } from './log.ts'
import { defaultLimits, type Limits, type ServerOptions } from './options.ts'
import { refuseOpenHost } from './refuse-open-host.ts'

export interface RunningServer {
  /** `http://127.0.0.1:4380` */
  readonly address: string
  /** Takes no new requests, finishes those at hand, ends live streams and jobs. The store stays open. */
  close(): Promise<void>
}

/**
 * Serves the API and the console from one port.
 *
 * @throws ServerRefusal where single-user mode is asked to listen on anything but loopback
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  refuseOpenHost(options.mode, options.host)
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const openId = options.oidc === undefined ? null : openIdSignIn(options.oidc, openIdPaths.callback)
  const services = servicesOf(options, openId)
  const app = fastify({
    logger: options.log === false ? false : logOptions(options.log),
    genReqId: requestId,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 5000 },
  })
  await assemble(app, options, services, { limits, openId })
  const address = await app.listen({ host: options.host, port: options.port })
  const stopListening = await listenForPushes(options.store, services.live.announce)
  const jobs = startJobs(
    {
      store: options.store,
      jobs: options.retention === undefined ? [] : [retentionJob(options.store, options.retention)],
      holder: randomUUID(),
      log: app.log,
    },
    services.now,
  )
  return {
    address,
    async close() {
      await Promise.all([app.close(), jobs.stop(), stopListening()])
    },
  }
}

function servicesOf(options: ServerOptions, openId: OpenIdSignIn | null): Services {
  return {
    store: options.store,
    mode: options.mode,
    oidc: openId === null ? null : { signIn: openIdPaths.begin, key: openId.key },
    live: pushedEvaluations(),
    metrics: serverMetrics(),
    version: manifest.version,
    now: options.now ?? (() => new Date()),
  }
}

interface Parts {
  readonly limits: Limits
  readonly openId: OpenIdSignIn | null
}

async function assemble(
  app: FastifyInstance,
  options: ServerOptions,
  services: Services,
  { limits, openId }: Parts,
): Promise<void> {
  const publicUrl = options.publicUrl ?? options.oidc?.publicUrl
  // Browsers send forms as other types, across sites too: this server reads JSON only.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(errorAnswerer(options.store.place))
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  if (options.mode === 'single-user') app.addHook('onRequest', async (request) => refuseForeignHost(request))
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 503) void reply.header('retry-after', retryAfter)
  })
  app.addHook('preClose', async () => services.live.close())
  endConnections(app)
  measureRequests(app, services.metrics)
  await addSecurityHeaders(app, publicUrl?.startsWith('https://') ?? false)
  await app.register(cookie)
  await app.register(rateLimit, { max: limits.requestsPerMinute, timeWindow: '1 minute' })
  addOperations(app, services)
  await app.register((api) => addApiRoutes(api, { services, limits, publicUrl }))
  await app.register(async (session) => {
    session.addHook('onRequest', async (request) => refuseCrossSite(request, publicUrl))
    addSessionRoutes(session, { services, signInsPerMinute: limits.signInsPerMinute, publicUrl })
  })
  const { signInsPerMinute } = limits
  const hasConsole = options.consoleFolder !== undefined
  if (openId !== null) addOpenIdRoutes(app, { openId, services, signInsPerMinute, publicUrl, hasConsole })
  await addConsoleFiles(app, options.consoleFolder === undefined ? undefined : resolve(options.consoleFolder))
}
