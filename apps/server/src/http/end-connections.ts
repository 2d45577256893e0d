import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** How often to look, in milliseconds, while the server closes. */
const pause = 20

/** How long a request that is still being sent may take to come in whole, in milliseconds; its sender tries again. */
const patience = 2000

/**
 * When the server closes: ends connections once no request is at hand, and requests that are never sent to their end. Node ends
 * connections that wait for another request, but not those that never sent one, which browsers open in advance, nor those
 * answered since; it would wait for them for minutes.
 */
export function endConnections(app: FastifyInstance): void {
  const atHand = new Set<IncomingMessage>()
  app.addHook('onRequest', async ({ raw }, reply) => {
    atHand.add(raw)
    reply.raw.once('close', () => atHand.delete(raw))
  })
  app.addHook('preClose', async () => {
    const since = Date.now()
    const looking = setInterval(() => {
      if (Date.now() - since > patience) for (const request of atHand) if (!request.complete) request.destroy()
      if (atHand.size === 0) app.server.closeAllConnections()
    }, pause)
    app.server.once('close', () => clearInterval(looking))
  })
}
